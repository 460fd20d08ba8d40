from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from server_under_test import ServerUnderTest


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., ServerUnderTest]]:
    """Servers on the folder's store, or another; none is left running."""
    made: list[ServerUnderTest] = []

    def make(folder: Path = tmp_path, *flags: str, **options) -> ServerUnderTest:
        made.append(ServerUnderTest(folder, *flags, **options))
        return made[-1]

    yield make
    for server in made:
        server.end()


@pytest.fixture
def server(make_server: Callable[..., ServerUnderTest]) -> ServerUnderTest:
    server = make_server()
    server.start()
    return server


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
