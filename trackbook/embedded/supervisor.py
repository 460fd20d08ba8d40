"""Keeps one tracking server alive for a folder, shared by all processes that work there."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from ..file_lock import FileLock
from ..node import NodeUnavailable
from .server_process import ServerFailed, ServerProcess
from .server_record import ServerRecord

FOLLOW_INTERVAL = 0.5
SHORTEST_BACKOFF = 0.5
LONGEST_BACKOFF = 30.0
STEADY_AFTER = 10.0
TAKEOVER_PATIENCE = 5.0


@dataclass(frozen=True)
class Status:
    state: Literal["starting", "running", "failed"]
    record: ServerRecord | None = None
    message: str | None = None


class Supervisor:
    """A thread that starts the folder's server and restarts it when it dies.

    The holder of `server.lock` owns the server. Others use it through `server.json`, and the
    first of them to notice that the owner is gone takes over, with the same port and token.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        token: str | None = None,
        on_address: Callable[[ServerRecord], None] = lambda record: None,
        on_status: Callable[[Status], None] = lambda status: None,
    ) -> None:
        self.data_dir = data_dir
        self.status = Status("starting")
        self._token = token
        self._on_address = on_address
        self._on_status = on_status
        self._lock = FileLock(data_dir / "server.lock")
        self._process: ServerProcess | None = None
        self._stopping = threading.Event()
        self._settled = threading.Event()
        self._addressed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trackbook-server", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait_addressed(self, timeout: float) -> bool:
        """Wait until the address is known: before the server listens, and soon after start."""
        return self._addressed.wait(timeout)

    def wait_settled(self, timeout: float) -> Status:
        """Wait until the server is either running or failed."""
        self._settled.wait(timeout)
        return self.status

    def stop(self) -> None:
        self._stopping.set()
        process = self._process
        if process is not None:
            process.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=3 * FOLLOW_INTERVAL)
        self._lock.release()

    def _run(self) -> None:
        backoff = SHORTEST_BACKOFF
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                prepare_data_dir(self.data_dir)
                if not self._lock.acquire():
                    self._follow()
                    self._stopping.wait(FOLLOW_INTERVAL)
                    continue
                self._own()
            except OSError as error:
                self._report(Status("failed", message=_explain(error, self.data_dir)))
            except (NodeUnavailable, ServerFailed) as error:
                self._report(Status("failed", message=str(error)))
            self._stopping.wait(backoff)
            steady = time.monotonic() - began > STEADY_AFTER + backoff
            backoff = SHORTEST_BACKOFF if steady else min(2 * backoff, LONGEST_BACKOFF)

    def _own(self) -> None:
        last = ServerRecord.read(self.data_dir)
        if last is not None:
            _await_free(last.port)
        preferred = ServerRecord.at_port(
            last.port if last else free_port(),
            self._token or (last.token if last else secrets.token_urlsafe(32)),
        )
        self._announce(preferred)
        process = self._process = ServerProcess(self.data_dir, preferred)
        try:
            if self._stopping.is_set():
                return
            record = process.wait_listening()
            record.write(self.data_dir)
            self._announce(record)
            self._report(Status("running", record))
            process.wait()
        finally:
            process.stop()
            self._process = None
        if not self._stopping.is_set():
            raise process.failure()

    def _follow(self) -> None:
        record = ServerRecord.read(self.data_dir)
        if record is None or not serves(record):
            self.status = Status("starting", record)
            return
        if self.status.record != record:
            self._announce(record)
        self._report(Status("running", record))

    def _announce(self, record: ServerRecord) -> None:
        self._on_address(record)
        self._addressed.set()

    def _report(self, status: Status) -> None:
        changed, self.status = status != self.status, status
        self._settled.set()
        if changed and not self._stopping.is_set():
            self._on_status(status)


def prepare_data_dir(data_dir: Path) -> None:
    """Make the folder, readable by its user only, and keep it out of the user's git history."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    ignore = data_dir / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", "utf-8")


def running_server(data_dir: Path) -> ServerRecord | None:
    """The folder's server if one answers now."""
    record = ServerRecord.read(data_dir)
    return record if record and serves(record) else None


def serves(record: ServerRecord) -> bool:
    """Whether the recorded server answers: not one that took its port after it was gone."""
    return psutil.pid_exists(record.pid) and accepts_connections(record.port)


def accepts_connections(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await_free(port: int) -> None:
    """Give the server of an owner that was killed the moment it needs to leave its port."""
    deadline = time.monotonic() + TAKEOVER_PATIENCE
    while accepts_connections(port) and time.monotonic() < deadline:
        time.sleep(0.05)


def _explain(error: OSError, data_dir: Path) -> str:
    return (
        f"Trackbook cannot use {data_dir}: {error.strerror or error}. Start Jupyter in a folder "
        "you can write to, or set MLFLOW_TRACKING_URI to a tracking server."
    )
