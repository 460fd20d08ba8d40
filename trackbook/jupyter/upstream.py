"""The tracking server behind the proxy: the embedded one, or one that the user named."""

from __future__ import annotations

import base64
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tornado.ioloop import IOLoop

from .. import __version__, environment
from ..embedded.server_record import ServerRecord
from ..embedded.supervisor import Status, Supervisor

START_PATIENCE = 15.0


class UpstreamUnavailable(RuntimeError):
    """There is no server to send the request to; the message says why."""


@dataclass(frozen=True)
class Target:
    """Where to send a request, and what proves that we may."""

    url: str
    authorization: str | None = None
    tls: ssl.SSLContext | None = field(default=None, repr=False)


class Upstream(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def status(self) -> dict[str, Any]: ...
    async def target(self) -> Target: ...


class EmbeddedUpstream:
    """The folder's own server, kept alive by a supervisor."""

    def __init__(self, data_dir: Path, log: logging.Logger) -> None:
        self._data_dir = data_dir
        self._log = log
        self._supervisor = Supervisor(
            data_dir,
            token=environment.chosen_token(),
            on_address=self._publish,
            on_status=self._log_status,
        )

    def start(self) -> None:
        self._supervisor.start()
        # Kernels inherit the address, so it must be known before the first of them starts.
        self._supervisor.wait_addressed(2)

    def stop(self) -> None:
        self._supervisor.stop()

    def status(self) -> dict[str, Any]:
        status = self._supervisor.status
        url = status.record.url if status.record else None
        return {
            "state": status.state,
            "url": url,
            "tracking_uri": url,
            "message": status.message,
            "data_dir": str(self._data_dir),
            "version": __version__,
        }

    async def target(self) -> Target:
        if self._supervisor.status.state == "starting":
            await IOLoop.current().run_in_executor(
                None, self._supervisor.wait_settled, START_PATIENCE
            )
        status = self._supervisor.status
        if status.state != "running" or status.record is None:
            raise UpstreamUnavailable(status.message or "The tracking server is still starting.")
        return Target(status.record.url, f"Bearer {status.record.token}")

    def _publish(self, record: ServerRecord) -> None:
        environment.publish(record, self._data_dir)

    def _log_status(self, status: Status) -> None:
        if status.record is not None:
            self._log.info("Tracking server: %s (data in %s)", status.record.url, self._data_dir)
        elif status.message is not None:
            self._log.warning("Tracking server: %s", status.message)


class ExternalUpstream:
    """A tracking server that the user chose by MLFLOW_TRACKING_URI, with the user's credentials."""

    def __init__(self, uri: str, env: Mapping[str, str]) -> None:
        self._uri = uri
        self._env = env

    def start(self) -> None:
        """Nothing: the server is the user's."""

    def stop(self) -> None:
        """Nothing: the server is the user's."""

    def status(self) -> dict[str, Any]:
        return {
            "state": "external",
            "url": self._uri,
            "tracking_uri": self._uri,
            "message": self._problem(),
            "data_dir": None,
            "version": __version__,
        }

    async def target(self) -> Target:
        problem = self._problem()
        if problem:
            raise UpstreamUnavailable(problem)
        return Target(self._uri.rstrip("/"), self._authorization(), self._tls())

    def _problem(self) -> str | None:
        if self._uri.startswith(("http://", "https://")):
            return None
        return (
            f"MLFLOW_TRACKING_URI is {self._uri}, which is no HTTP address. Trackbook shows runs "
            "of a tracking server: unset the variable, or set it to a server's http(s) address."
        )

    def _authorization(self) -> str | None:
        user = self._env.get("MLFLOW_TRACKING_USERNAME")
        password = self._env.get("MLFLOW_TRACKING_PASSWORD")
        token = self._env.get(environment.TRACKING_TOKEN)
        # MLflow's own client prefers user and password when both are set.
        if user and password:
            return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        return f"Bearer {token}" if token else None

    def _tls(self) -> ssl.SSLContext | None:
        if not self._uri.startswith("https://"):
            return None
        context = ssl.create_default_context(
            cafile=self._env.get("MLFLOW_TRACKING_SERVER_CERT_PATH")
        )
        if self._env.get("MLFLOW_TRACKING_INSECURE_TLS", "").lower() in ("true", "1"):
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context
