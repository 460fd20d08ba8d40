from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from free_port import free_port
from kernel_client import KernelClient
from postgres import PostgresCluster, postgres_cluster
from tracking import Tracking

from trackbook.embedded.server_record import ServerRecord
from trackbook.embedded.supervisor import Supervisor

# What a Jupyter server around the tests may have set.
INHERITED = ("MLFLOW_", "TRACKBOOK_", "JPY_")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: of the processes that share them, none then waits for another's."""
    seconds: Counter[Path] = Counter()
    for item in items:
        slow = item.get_closest_marker("slow")
        seconds[item.path] += slow.kwargs["seconds"] if slow else 1
    items.sort(key=lambda item: -seconds[item.path])


@pytest.fixture(scope="session", autouse=True)
def nothing_inherited() -> dict[str, str]:
    """The environment that every test begins with."""
    return {name: value for name, value in os.environ.items() if not name.startswith(INHERITED)}


@pytest.fixture(autouse=True)
def clean_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_inherited: dict[str, str]
) -> Iterator[None]:
    """What tests and longer-lived fixtures set is gone; mlflow's client sets variables by itself.

    It runs in its own folder: the client puts a database where it is, at the slightest occasion.
    """
    set_environment(nothing_inherited)
    os.environ["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    monkeypatch.chdir(tmp_path)
    yield
    set_environment(nothing_inherited)


def set_environment(environment: dict[str, str]) -> None:
    pytests_own = {name: value for name, value in os.environ.items() if name.startswith("PYTEST_")}
    os.environ.clear()
    os.environ.update(environment | pytests_own)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresCluster]:
    """One for all tests; each makes databases of its own in it."""
    with postgres_cluster(tmp_path_factory.mktemp("postgres"), "fsync=off") as cluster:
        yield cluster


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that Jupyter would be started in."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; `remount` in its options makes it read-only."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield disk
    # Lazily: a server that still ends may hold files open.
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def unused_port() -> int:
    return free_port()


@pytest.fixture
def tracking(folder: Path) -> Iterator[Tracking]:
    """The embedded server of the folder, as the Jupyter extension starts it."""
    supervisor = Supervisor(folder / ".trackbook")
    supervisor.start()
    status = supervisor.wait_settled(30)
    assert status.state == "running", status.message
    yield Tracking(status.record, folder / ".trackbook", supervisor)
    supervisor.stop()


@pytest.fixture
def restart_server(folder: Path) -> Iterator[Callable[[], Tracking]]:
    """Starts the folder's server again, where it was."""
    started: list[Supervisor] = []

    def start() -> Tracking:
        supervisor = Supervisor(folder / ".trackbook")
        started.append(supervisor)
        supervisor.start()
        return Tracking(supervisor.wait_settled(30).record, folder / ".trackbook", supervisor)

    yield start
    for supervisor in started:
        supervisor.stop()


@pytest.fixture
def start_kernel(folder: Path) -> Iterator[Callable[..., KernelClient]]:
    """Starts kernels in the folder, with the environment that the extension gives them."""
    started: list[KernelClient] = []

    def start(
        record: ServerRecord | None = None, *, python: str = sys.executable, **env: str
    ) -> KernelClient:
        if record is not None:
            env = {**Tracking.environment(record, folder / ".trackbook"), **env}
        kernel = KernelClient(folder, {**os.environ, **env}, python)
        started.append(kernel)
        return kernel

    yield start
    for kernel in started:
        kernel.shutdown()


@pytest.fixture
def kernel(tracking: Tracking, start_kernel: Callable[..., KernelClient]) -> KernelClient:
    """A kernel with the hook, on the folder's server."""
    return start_kernel(tracking.record)
