from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from servers import RunningServer, mlflow_server, trackbook_server

# Read before the tests clear the environment of Trackbook's variables.
CONTRACT_URI = os.environ.get("TRACKBOOK_CONTRACT_URI", "")


@pytest.fixture(scope="session")
def trackbook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Our server, as built."""
    with trackbook_server(tmp_path_factory.mktemp("trackbook")) as server:
        yield server


@pytest.fixture(scope="session")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A real `mlflow server`, which says what the right answer is."""
    with mlflow_server(tmp_path_factory.mktemp("oracle")) as server:
        yield server


@pytest.fixture(scope="session")
def tracking_uri(request: pytest.FixtureRequest) -> str:
    """Our server; or the one named in TRACKBOOK_CONTRACT_URI, or the oracle if that says so."""
    if CONTRACT_URI == "oracle":
        return request.getfixturevalue("oracle").url
    return CONTRACT_URI or request.getfixturevalue("trackbook").url
