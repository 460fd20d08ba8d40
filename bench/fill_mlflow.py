"""Add runs, read as JSON lines from stdin, straight to mlflow's database.

Over HTTP `mlflow server` takes seven minutes for 10,000 runs. The tables are
made by mlflow's own store and hold exactly what its API would have written.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any

from mlflow.store.tracking.dbmodels import models
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from sqlalchemy import Connection, insert

Row = dict[str, Any]

RUNS_AT_ONCE = 1000


def rows_of(run: Row, experiment_id: str) -> Iterator[tuple[type, Row]]:
    """The rows of one run, each with the table it belongs to."""
    run_id = uuid.uuid4().hex
    yield (
        models.SqlRun,
        {
            "run_uuid": run_id,
            "name": run["name"],
            "user_id": "",
            "source_type": "UNKNOWN",
            "status": "FINISHED",
            "start_time": run["startTime"],
            "end_time": run["endTime"],
            "lifecycle_stage": "active",
            "artifact_uri": f"mlflow-artifacts:/{experiment_id}/{run_id}/artifacts",
            "experiment_id": int(experiment_id),
        },
    )
    for metric in run["metrics"]:
        row = {**metric, "run_uuid": run_id, "is_nan": False}
        yield models.SqlMetric, row
        yield models.SqlLatestMetric, row
    for param in run["params"]:
        yield models.SqlParam, {**param, "run_uuid": run_id}
    for tag in [*run["tags"], {"key": "mlflow.runName", "value": run["name"]}]:
        yield models.SqlTag, {**tag, "run_uuid": run_id}


def insert_runs(connection: Connection, experiment_id: str, lines: list[str]) -> None:
    tables: dict[type, list[Row]] = {}
    for line in lines:
        for table, row in rows_of(json.loads(line), experiment_id):
            tables.setdefault(table, []).append(row)
    for table, rows in tables.items():
        connection.execute(insert(table), rows)


def main(uri: str, experiment: str) -> None:
    store = SqlAlchemyStore(uri, "mlflow-artifacts:/")
    known = store.get_experiment_by_name(experiment)
    experiment_id = known.experiment_id if known else store.create_experiment(experiment)
    with store.engine.begin() as connection:
        while lines := list(islice(sys.stdin, RUNS_AT_ONCE)):
            insert_runs(connection, experiment_id, lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
