"""A tracking server that tests start, stop, kill and talk to."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from free_port import free_port

from trackbook.node import server_command

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 60
API = "/api/2.0/mlflow/"
ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/"


class Refused(AssertionError):
    """The server answered with another status than 200."""

    def __init__(self, what: str, status: int, body: bytes) -> None:
        super().__init__(f"{what}: {status} {body[:500].decode(errors='replace')}")
        self.status = status
        self.body = body


class Api:
    """One connection to a server; a broken one raises OSError or HTTPException."""

    def __init__(self, port: int, timeout: float = 60) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def request(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """Any request; answers status and body."""
        self._connection.request(method, path, body, headers)
        reply = self._connection.getresponse()
        return reply.status, reply.read()

    def post(self, endpoint: str, /, **fields: Any) -> Any:
        return self._json("POST", _full(endpoint), json.dumps(fields).encode())

    def get(self, endpoint: str, /, **fields: Any) -> Any:
        return self._json("GET", f"{_full(endpoint)}?{urlencode(fields, doseq=True)}")

    def put_artifact(self, path: str, content: bytes) -> None:
        status, body = self.request("PUT", ARTIFACTS + quote(path), content)
        if status != 200:
            raise Refused(f"PUT {path}", status, body)

    def artifact(self, path: str) -> bytes | None:
        """The content of an artifact; None if there is none of that name."""
        status, body = self.request("GET", ARTIFACTS + quote(path))
        if status not in (200, 404):
            raise Refused(f"GET {path}", status, body)
        return body if status == 200 else None

    def artifact_names(self, folder: str) -> list[str]:
        listing = self.get(ARTIFACTS.removesuffix("/"), path=folder)
        return [file["path"] for file in listing.get("files", [])]

    def close(self) -> None:
        self._connection.close()

    def _json(self, method: str, path: str, body: bytes | None = None) -> Any:
        status, reply = self.request(method, path, body, **{"Content-Type": "application/json"})
        if status != 200:
            raise Refused(f"{method} {path}", status, reply)
        return json.loads(reply)


def _full(path: str) -> str:
    return path if path.startswith("/") else API + path


class ServerUnderTest:
    """`trackbook server` on one store; it may be started again and again."""

    def __init__(
        self,
        folder: Path,
        *flags: str,
        store_uri: str = "",
        artifacts: Path | None = None,
        env: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.database = folder / "trackbook.db"
        self.artifacts = artifacts or folder / "artifacts"
        self.log = folder / "server.log"
        self.port = free_port()
        self._flags = (
            *("--backend-store-uri", store_uri or f"sqlite:///{self.database}"),
            *("--artifacts-destination", str(self.artifacts)),
            *flags,
        )
        self._env = env or {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def spawn(self) -> None:
        """Start it and do not wait."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("TRACKBOOK_")}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                server_command("server", *self._flags, "--port", str(self.port)),
                cwd=self.folder,
                env={**inherited, **self._env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def start(self) -> float:
        """Start it; answers the seconds until its store answers."""
        began = time.monotonic()
        self.spawn()
        while time.monotonic() - began < START_TIMEOUT_S and self._process.poll() is None:
            if self.is_ready():
                return time.monotonic() - began
            time.sleep(0.005)
        raise AssertionError(f"The server did not start:\n{self.said()}")

    def is_ready(self) -> bool:
        api = self.api()
        try:
            return api.request("GET", "/ready")[0] == 200
        except (OSError, http.client.HTTPException):
            return False  # not listening yet
        finally:
            api.close()

    def api(self, timeout: float = 60) -> Api:
        return Api(self.port, timeout)

    def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """Ask it to stop; answers its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(STOP_TIMEOUT_S)

    def wait(self) -> int:
        assert self._process is not None
        return self._process.wait(START_TIMEOUT_S)

    def end(self) -> None:
        """Leave nothing running, whatever has happened."""
        if self._process and self._process.poll() is None:
            self.kill()

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


def wait_until(happened: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
