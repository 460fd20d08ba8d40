"""Fixtures of the tests that move stores: a source of each kind, filled by mlflow's own client."""

from __future__ import annotations

import os
import sqlite3
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


@pytest.fixture
def long_source(tmp_path: Path, mlflow_database: Path) -> Path:
    """The sample with 300,000 more points in 600 more runs."""
    path = tmp_path / "long.db"
    path.write_bytes(mlflow_database.read_bytes())
    with sqlite3.connect(path) as database:
        runs = [f"{number:032x}" for number in range(600)]
        database.executemany(
            "INSERT INTO runs (run_uuid, name, source_type, status, start_time, lifecycle_stage, "
            "artifact_uri, experiment_id) "
            "VALUES (?, 'long', 'LOCAL', 'FINISHED', 1, 'active', '', 1)",
            [(run,) for run in runs],
        )
        database.executemany(
            "INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) "
            "VALUES ('m', ?, ?, ?, ?, 0)",
            [(step / 7, step, run, step) for run in runs for step in range(500)],
        )
    return path


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
