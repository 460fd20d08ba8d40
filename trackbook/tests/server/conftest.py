from __future__ import annotations

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
