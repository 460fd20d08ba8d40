"""Fixtures of the tests that move stores: a source of each kind, filled by mlflow's own client."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import mlflow
import pytest
from moved_sample import fill
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


def filled(folder: Path, uri: str) -> Path:
    before = Path.cwd()
    # Without a server, artifacts of mlflow's go below the current folder.
    os.chdir(folder)
    tracking_uri = uri.format(folder)
    # The client looks for models in the registry of the process.
    mlflow.set_tracking_uri(tracking_uri)
    mlflow.set_registry_uri(tracking_uri)
    try:
        fill(tracking_uri, folder / "files")
    finally:
        mlflow.set_tracking_uri(None)
        mlflow.set_registry_uri(None)
        os.chdir(before)
    return folder


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
