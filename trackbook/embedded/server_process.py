"""One run of the tracking server as a child process."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from dataclasses import replace
from pathlib import Path

from ..node import server_command
from .server_record import ServerRecord

START_TIMEOUT = 30.0
STOP_TIMEOUT = 5.0
LOG_LIMIT = 1_000_000


class ServerFailed(RuntimeError):
    """The server ended, or never listened; the message holds what it said last."""


class ServerProcess:
    """Node with a pipe on its stdin: it ends with that pipe, however its parent ends."""

    def __init__(self, data_dir: Path, preferred: ServerRecord) -> None:
        self._log_path = data_dir / "server.log"
        self._preferred = preferred
        command = server_command(
            "server", "--embedded", str(data_dir), "--port", str(preferred.port)
        )
        self._log_start = self._trim_log()
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "TRACKBOOK_TOKEN": preferred.token},
                # Ctrl-C in the terminal is Jupyter's question to the user, not the server's end.
                start_new_session=True,
            )

    def wait_listening(self) -> ServerRecord:
        """Wait until the server accepts requests."""
        assert self._process.stdout is not None
        guard = threading.Timer(START_TIMEOUT, self._process.kill)
        guard.start()
        try:
            line = self._process.stdout.readline()
        finally:
            guard.cancel()
        try:
            event = json.loads(line)
            return replace(
                self._preferred,
                port=int(event["port"]),
                url=str(event["url"]),
                pid=self._process.pid,
                owner_pid=os.getpid(),
            )
        except (ValueError, KeyError, TypeError) as error:
            self.stop()
            raise self.failure() from error

    def wait(self) -> None:
        self._process.wait()

    def stop(self) -> None:
        """End the server by closing its stdin; force it only if that does not help."""
        for end in (self._close_stdin, self._process.terminate, self._process.kill):
            end()
            try:
                self._process.wait(STOP_TIMEOUT)
                return
            except subprocess.TimeoutExpired:
                continue

    def failure(self) -> ServerFailed:
        """What to tell the user about a server that ended by itself."""
        code = self._process.poll()
        with self._log_path.open("rb") as log:
            log.seek(self._log_start)
            said = log.read()[-2000:].decode("utf-8", "replace").strip()
        return ServerFailed(
            f"The tracking server ended with code {code}. {said}".strip()
            + f" (log: {self._log_path})"
        )

    def _close_stdin(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()

    def _trim_log(self) -> int:
        size = self._log_path.stat().st_size if self._log_path.exists() else 0
        if size < LOG_LIMIT:
            return size
        self._log_path.unlink()
        return 0
