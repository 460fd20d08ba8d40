"""A small client of MLflow's REST API, on the standard library alone: kernels may lack mlflow."""

from __future__ import annotations

import base64
import http.client
import json
import os
import selectors
import ssl
import time
from collections.abc import Mapping
from typing import Any, BinaryIO
from urllib.parse import quote, urlencode, urlsplit

from .. import environment

TIMEOUT = 10.0
ARTIFACT_SCHEME = "mlflow-artifacts"

Body = bytes | BinaryIO | None


class Unreachable(RuntimeError):
    """The server did not answer, or asked to come back: try again later."""


class Refused(RuntimeError):
    """The server will not do this, however often it is asked."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class RestClient:
    """Speaks to one tracking server over one connection; to be used by one thread."""

    def __init__(self, url: str, authorization: str | None) -> None:
        self.url = url.rstrip("/")
        self.authorization = authorization
        self._connection: http.client.HTTPConnection | None = None
        self._asked_at: float | None = None

    @property
    def unanswered_for(self) -> float:
        """How long the server has owed an answer, in seconds; any thread may ask."""
        asked_at = self._asked_at
        return 0.0 if asked_at is None else time.monotonic() - asked_at

    def get(self, endpoint: str, /, **query: Any) -> dict[str, Any]:
        return self._call("GET", f"/api/2.0/mlflow/{endpoint}?{urlencode(query, doseq=True)}")

    def post(
        self, endpoint: str, body: Mapping[str, Any], *, api: str = "mlflow"
    ) -> dict[str, Any]:
        return self._call("POST", f"/api/2.0/{api}/{endpoint}", json.dumps(body).encode())

    def put_artifact(self, artifact_uri: str, path: str, content: bytes | BinaryIO) -> None:
        """Store a file below a run's artifact_uri, through the server."""
        self._call("PUT", f"{_artifact_target(artifact_uri)}/{quote(path)}", content)

    def delete_artifacts(self, artifact_uri: str) -> None:
        """Remove all that is stored below, through the server."""
        self._call("DELETE", _artifact_target(artifact_uri))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _call(self, method: str, target: str, body: Body = None) -> dict[str, Any]:
        self._asked_at = time.monotonic()
        try:
            status, content = self._exchange(method, target, body)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            reason = str(error) or type(error).__name__
            raise Unreachable(f"{self.url} cannot be reached: {reason}.") from error
        finally:
            self._asked_at = None
        if status < 400:
            return json.loads(content) if content[:1] == b"{" else {}
        code, message = _error_of(content)
        if is_away(status):
            raise Unreachable(f"{self.url} answered {status}: {message}")
        raise Refused(code, message)

    def _exchange(self, method: str, target: str, body: Body) -> tuple[int, bytes]:
        url = urlsplit(self.url)
        if self._connection is not None and _was_closed(self._connection):
            self.close()
        if self._connection is None:
            self._connection = _connect(url.scheme, url.netloc.rpartition("@")[2])
        headers = {"Content-Type": "application/json"} if method == "POST" else {}
        if self.authorization:
            headers["Authorization"] = self.authorization
        if body is not None and not isinstance(body, bytes):
            headers["Content-Length"] = str(body.seek(0, os.SEEK_END))
            body.seek(0)
            # A large file may take long to send: until it is sent the server owes nothing.
            self._asked_at = None
        self._connection.request(method, url.path + target, body, headers)
        self._asked_at = time.monotonic()
        reply = self._connection.getresponse()
        return reply.status, reply.read()


def is_away(status: int) -> bool:
    """Whether the same request may do better later."""
    # A wrong token is not the fault of what is sent: keep it until the user puts that right.
    return status in (401, 403, 408, 429) or (status >= 500 and status != 501)


def authorization() -> str | None:
    """What MLflow's own client would send, from the same environment variables."""
    user = os.environ.get("MLFLOW_TRACKING_USERNAME")
    password = os.environ.get("MLFLOW_TRACKING_PASSWORD")
    if user and password:
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    token = os.environ.get(environment.TRACKING_TOKEN)
    return f"Bearer {token}" if token else None


def _artifact_target(artifact_uri: str) -> str:
    root = urlsplit(artifact_uri)
    if root.scheme != ARTIFACT_SCHEME:
        raise Refused("NOT_IMPLEMENTED", f"The server does not proxy artifacts: {artifact_uri}")
    return f"/api/2.0/mlflow-artifacts/artifacts/{quote(root.path.strip('/'))}"


def _connect(scheme: str, host: str) -> http.client.HTTPConnection:
    if scheme != "https":
        return http.client.HTTPConnection(host, timeout=TIMEOUT)
    context = ssl.create_default_context(cafile=os.environ.get("MLFLOW_TRACKING_SERVER_CERT_PATH"))
    if os.environ.get("MLFLOW_TRACKING_INSECURE_TLS", "").lower() in ("true", "1"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection(host, timeout=TIMEOUT, context=context)


def _was_closed(connection: http.client.HTTPConnection) -> bool:
    """Whether the server has ended it meanwhile, as servers do with idle connections."""
    if connection.sock is None:
        return False
    with selectors.DefaultSelector() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        # Between a reply and the next request there is nothing to read but the end.
        return bool(selector.select(timeout=0))


def _error_of(content: bytes) -> tuple[str, str]:
    try:
        error = json.loads(content)
        return str(error["error_code"]), str(error.get("message", ""))
    except (ValueError, KeyError, TypeError):
        return "UNKNOWN", content[:300].decode("utf-8", "replace")
