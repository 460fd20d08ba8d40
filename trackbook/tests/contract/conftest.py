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
def trackbook_on_postgres(
    postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    store = ("--backend-store-uri", postgres.create_database())
    with trackbook_server(tmp_path_factory.mktemp("on-postgres"), *store) as server:
        yield server


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest) -> str:
    """What our server keeps its data in; tests may be parametrised with both."""
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="module")
def store_options(request: pytest.FixtureRequest, store: str) -> list[str]:
    """Has a server of our own keep its data there, in a database of its own."""
    if store == "sqlite":
        return []
    return ["--backend-store-uri", request.getfixturevalue("postgres").create_database()]


@pytest.fixture(scope="session")
def tracking_uri(request: pytest.FixtureRequest, store: str) -> str:
    """Our server; or the one named in TRACKBOOK_CONTRACT_URI, or the oracle if that says so."""
    if CONTRACT_URI == "oracle":
        return request.getfixturevalue("oracle").url
    ours = "trackbook" if store == "sqlite" else "trackbook_on_postgres"
    return CONTRACT_URI or request.getfixturevalue(ours).url


# Whose answers come from the store, and not from files or the client.
STORE_TESTS = (
    *("test_runs", "test_search", "test_registry", "test_models"),
    *("test_same_answers", "test_random_calls"),
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    wanted = "store" in metafunc.fixturenames and metafunc.module.__name__ in STORE_TESTS
    if wanted and not CONTRACT_URI:
        metafunc.parametrize("store", ["sqlite", "postgresql"], indirect=True, scope="session")
