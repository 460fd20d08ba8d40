"""A real Jupyter server in a process of its own, with token and XSRF checks on."""

from __future__ import annotations

import http.cookiejar
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from free_port import free_port

TOKEN = "jupyter-secret"
PATIENCE = 60


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class JupyterProcess:
    root: Path
    base_url: str = "/"
    env: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    python: str = sys.executable

    def __post_init__(self) -> None:
        self.port = free_port()
        self.log = self.root.parent / f"jupyter-{self.port}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(self.python, "-m", "jupyter_server", "--no-browser", "--allow-root"),
                    f"--ServerApp.port={self.port}",
                    "--ServerApp.port_retries=0",
                    f"--ServerApp.base_url={self.base_url}",
                    f"--ServerApp.root_dir={self.root}",
                    f"--IdentityProvider.token={TOKEN}",
                    *self.options,
                ],
                cwd=self.root,
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_for(lambda: self.get("api/status").status == 200)
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> JupyterProcess:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{self.base_url}{path}"

    def get(self, path: str, **headers: str) -> Reply:
        return self.request("GET", path, None, **headers)

    def request(
        self, method: str, path: str, body: Any = None, *, token: str | None = TOKEN, **headers: str
    ) -> Reply:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            fields["Authorization"] = f"token {token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            fields["Content-Type"] = "application/json"
        request = urllib.request.Request(self.url(path), body, fields, method=method)
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=PATIENCE) as reply:
                return Reply(reply.status, dict(reply.headers), reply.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read())

    def status(self) -> dict[str, Any]:
        return self.get("trackbook-status").json()

    def wait_for_state(self, state: str) -> dict[str, Any]:
        self._wait_for(lambda: self.status()["state"] == state)
        return self.status()

    def server_record(self) -> dict[str, Any]:
        return json.loads((self.root / ".trackbook" / "server.json").read_text())

    def end(self, signal_number: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
            self.process.wait(PATIENCE)

    def resident_megabytes(self) -> float:
        """The most memory that the process ever held."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024

    def _wait_for(self, condition: Any) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if condition():
                    return
            except OSError:
                pass
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text())


class Browser:
    """Logged in by a cookie, as pages are, and not by a token in each request."""

    def __init__(self, jupyter: JupyterProcess) -> None:
        self._jupyter = jupyter
        cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
        self._opener.open(jupyter.url(f"login?token={TOKEN}")).read()
        [self.xsrf] = [cookie.value for cookie in cookies if cookie.name == "_xsrf"]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> int:
        """The status of the answer; `xsrf_token` is sent as pages send it."""
        fields = {"Content-Type": "application/json"}
        fields |= {{"xsrf_token": "X-XSRFToken"}.get(name, name): headers[name] for name in headers}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._jupyter.url(path), data, fields, method=method)
        try:
            return self._opener.open(request).status
        except urllib.error.HTTPError as error:
            return error.code


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


def wait_until_closed(port: int) -> bool:
    """Whether nothing listens at the port any more, soon."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return True
        time.sleep(0.05)
    return False
