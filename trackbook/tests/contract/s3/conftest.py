from __future__ import annotations

from collections.abc import Iterator

import mlflow
import pytest
from s3_server import S3Server
from servers import RunningServer, trackbook_server


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    server = S3Server()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def proxied(s3: S3Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that stands between its clients and S3."""
    destination = ("--artifacts-destination", s3.uri("proxied"))
    folder = tmp_path_factory.mktemp("proxied")
    with trackbook_server(folder, *destination, environment=s3.environment) as server:
        yield server


@pytest.fixture(scope="session")
def direct(s3: S3Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose clients write to S3 themselves; it reads there for its page."""
    options = ("--default-artifact-root", s3.uri("direct"), "--no-serve-artifacts")
    folder = tmp_path_factory.mktemp("direct")
    with trackbook_server(folder, *options, environment=s3.environment) as server:
        yield server


@pytest.fixture
def client_on_s3(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process's MLflow client finds S3, too; whatever runs next chooses its own servers."""
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    yield
    mlflow.set_tracking_uri(None)
