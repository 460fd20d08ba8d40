"""Fixtures of the tests that move stores: a source of each kind, filled by mlflow's own client."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from moved_sample import filled
from moving_commands import command_line

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def mlflow_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database of the installed mlflow."""
    return filled(tmp_path_factory.mktemp("database"), "sqlite:///{}/mlflow.db") / "mlflow.db"


@pytest.fixture(scope="session")
def mlflow_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An `mlruns/` of the installed mlflow, which makes them only when asked to."""
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    return filled(tmp_path_factory.mktemp("folder"), "{}/mlruns") / "mlruns"


@pytest.fixture(autouse=True)
def failures_show(monkeypatch: pytest.MonkeyPatch) -> None:
    # The client retries a failure of the server for minutes, which would only hide it here.
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")


@pytest.fixture
def command(folder: Path) -> Command:
    """Runs `trackbook …` to its end in `folder`."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command_line(*arguments),
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run
