"""Databases as older MLflows left them: made by MLflow's own migrations, up to the one of the time.

What must come out is what MLflow itself reads from the same database after `mlflow db upgrade`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic import command as alembic
from mlflow.store.db.utils import _get_alembic_config
from mlflow.store.tracking.dbmodels.initial_models import Base as InitialBase
from moved_answers import answers_of
from moving_commands import into
from servers import trackbook_server

REVISIONS = {
    "2.0": "97727af70f4d",
    "2.9": "acf3f17fdcc7",
    "2.22": "0584bdc529eb",
    "3.0": "6953534de441",
    "3.9": "1b5f0d9ad7c1",
}

RUN = "0123456789abcdef0123456789abcdef"
GONE = "fedcba9876543210fedcba9876543210"
TIMES = {"creation_time": 1_600_000_000_000, "last_update_time": 1_600_000_000_001}

ROWS: list[tuple[str, dict[str, Any]]] = [
    ("experiments", {"experiment_id": 0, "name": "Default", "lifecycle_stage": "active", **TIMES}),
    ("experiments", {"experiment_id": 3, "name": "old", "lifecycle_stage": "active", **TIMES}),
    ("experiment_tags", {"experiment_id": 3, "key": "k", "value": "v"}),
    (
        "runs",
        {
            "run_uuid": RUN, "name": "first", "source_type": "LOCAL", "user_id": "ada",
            "status": "FINISHED", "start_time": 1_600_000_000_000, "end_time": 1_600_000_009_000,
            "lifecycle_stage": "active", "artifact_uri": "/nowhere/3/a", "experiment_id": 3,
        },
    ),
    (
        "runs",
        {
            "run_uuid": GONE, "name": "", "source_type": "LOCAL", "user_id": "ada",
            "status": "KILLED", "start_time": 1, "lifecycle_stage": "deleted",
            "artifact_uri": "/nowhere/3/b", "experiment_id": 3, "deleted_time": 5,
        },
    ),
    ("params", {"run_uuid": RUN, "key": "depth", "value": "3"}),
    ("tags", {"run_uuid": RUN, "key": "mlflow.runName", "value": "first"}),
    ("tags", {"run_uuid": GONE, "key": "mlflow.runName", "value": "second"}),
    *(
        ("metrics", {"run_uuid": RUN, "key": "loss", "value": 1 / (i + 1), "timestamp": i,
                     "step": i, "is_nan": False})
        for i in range(20)
    ),
    ("metrics", {"run_uuid": RUN, "key": "nan", "value": 0, "timestamp": 1, "step": 0,
                 "is_nan": True}),
    ("latest_metrics", {"run_uuid": RUN, "key": "loss", "value": 1 / 20, "timestamp": 19,
                        "step": 19, "is_nan": False}),
    ("latest_metrics", {"run_uuid": RUN, "key": "nan", "value": 0, "timestamp": 1, "step": 0,
                        "is_nan": True}),
    ("registered_models", {"name": "m", "creation_time": 7, "last_updated_time": 8,
                           "description": "d"}),
    ("registered_model_tags", {"name": "m", "key": "k", "value": "v"}),
    (
        "model_versions",
        {
            "name": "m", "version": 1, "creation_time": 7, "last_updated_time": 8,
            "current_stage": "Staging", "source": "/nowhere/3/a/model", "run_id": RUN,
            "status": "READY", "description": "d1",
        },
    ),
    ("model_version_tags", {"name": "m", "version": 1, "key": "k", "value": "v"}),
    ("registered_model_aliases", {"name": "m", "alias": "champion", "version": 1}),
    ("datasets", {"dataset_uuid": "d" * 32, "experiment_id": 3, "name": "train", "digest": "x",
                  "dataset_source_type": "local", "dataset_source": "{}"}),
    ("inputs", {"input_uuid": "i" * 32, "source_type": "DATASET", "source_id": "d" * 32,
                "destination_type": "RUN", "destination_id": RUN}),
    ("input_tags", {"input_uuid": "i" * 32, "name": "mlflow.data.context", "value": "train"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def empty_databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One of each version, on the way of a single database through all migrations."""
    folder = tmp_path_factory.mktemp("versions")
    growing = folder / "growing.db"
    engine = sqlalchemy.create_engine(f"sqlite:///{growing}")
    InitialBase.metadata.create_all(engine)
    engine.dispose()
    databases = {}
    for version, revision in REVISIONS.items():
        alembic.upgrade(_get_alembic_config(f"sqlite:///{growing}"), revision)
        databases[version] = Path(shutil.copy(growing, folder / f"{version}.db"))
    return databases


@pytest.mark.parametrize("version", REVISIONS)
def test_a_database_of_an_older_mlflow_is_brought_whole(
    command, folder, tmp_path, version, empty_databases
):
    old = tmp_path / "old.db"
    shutil.copy(empty_databases[version], old)
    insert_rows(old)
    upgraded = tmp_path / "upgraded.db"
    shutil.copy(old, upgraded)
    alembic.upgrade(_get_alembic_config(f"sqlite:///{upgraded}"), "heads")

    result = command("import", f"sqlite:///{old}", "--artifacts", "keep", *into(folder))

    assert result.returncode == 0, result.stderr
    with trackbook_server(folder) as server:
        ours, theirs = answers_of(server.url), answers_of(f"sqlite:///{upgraded}")
    # MLflow shows no name for a run that has one only in its tags.
    assert ours["runs"][GONE]["name"] == "second"
    theirs["runs"][GONE]["name"] = "second"
    assert ours == theirs
    assert len(ours["histories"][RUN]["loss"]) == 20


def insert_rows(path: Path) -> None:
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        tables = sqlalchemy.MetaData()
        tables.reflect(connection)
        for name, row in ROWS:
            table = tables.tables.get(name)
            if table is not None:
                known = {key: value for key, value in row.items() if key in table.columns}
                connection.execute(sqlalchemy.insert(table), known)
    engine.dispose()
