"""Fills a store of MLflow's with a little of everything, through its own client."""

from __future__ import annotations

import math
import os
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.entities import (
    Dataset,
    DatasetInput,
    InputTag,
    LoggedModelInput,
    LoggedModelOutput,
    LoggedModelStatus,
    Metric,
    Param,
    RunTag,
)

LONG_STEP = 2**62 + 1


def filled(folder: Path, uri: str) -> Path:
    """Fill the store at `uri`, in which `{}` is the folder; gives the folder."""
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


def fill(tracking_uri: str, files: Path) -> None:
    """Three experiments, one deleted; runs, models and artifacts of every kind."""
    client = MlflowClient(tracking_uri, registry_uri=tracking_uri)
    taxi = client.create_experiment("taxi", tags={"course": "mlops", "städte": "köln"})
    gone = client.create_experiment("gone")
    best = _training_run(client, taxi, files)
    for number in range(5):
        run = client.create_run(taxi, start_time=1000 + number, run_name=f"quick {number}")
        client.log_metric(run.info.run_id, "rmse", 7.0 - number / 10, timestamp=2000 + number)
    client.set_terminated(run.info.run_id, status="FAILED", end_time=5000)
    client.delete_run(run.info.run_id)
    lost = client.create_run(gone)
    client.log_param(lost.info.run_id, "kept", "in the trash")
    client.delete_experiment(gone)
    _models(client, taxi, best, files)


def _training_run(client: MlflowClient, experiment: str, files: Path) -> str:
    run = client.create_run(
        experiment, start_time=1_700_000_000_000, tags={"mlflow.user": "ada"}, run_name="best"
    )
    run_id = run.info.run_id
    values = [math.nan, math.inf, -math.inf, 1e-300, -0.0, 0.1 + 0.2]
    client.log_batch(
        run_id,
        metrics=[
            *(Metric("odd", value, 10 + i, i) for i, value in enumerate(values)),
            *(Metric("loss", 1 / (i + 1), 1_700_000_000_000 + i, i) for i in range(300)),
            Metric("val/loss", 0.5, 7, -3),
            Metric("long", 1.0, 7, LONG_STEP),
        ],
        params=[Param("depth", "6"), Param("note", "x" * 4000), Param("empty", "")],
        tags=[
            RunTag("mlflow.note.content", "line one\nline two: 'quoted' \"and\" ünï"),
            RunTag("ok", ""),
        ],
    )
    client.log_inputs(
        run_id,
        [
            DatasetInput(
                Dataset("train", "abc123", "local", '{"uri": "a.parquet"}', "{}", '{"rows": 9}'),
                [InputTag("mlflow.data.context", "training")],
            ),
            DatasetInput(Dataset("test", "def456", "local", "{}"), []),
        ],
    )
    (files / "deep").mkdir(parents=True, exist_ok=True)
    (files / "plot ä.txt").write_text("a picture\n")
    (files / "deep" / "weights.bin").write_bytes(bytes(range(256)) * 40)
    client.log_artifacts(run_id, str(files))
    client.set_terminated(run_id, end_time=1_700_000_100_000)
    return run_id


def _models(client: MlflowClient, experiment: str, run_id: str, files: Path) -> None:
    model = client.create_logged_model(
        experiment, name="booster", source_run_id=run_id, params={"eta": "0.1"}, tags={"team": "a"}
    )
    client.log_model_artifacts(model.model_id, str(files / "deep"))
    client.log_metric(
        run_id,
        "auc",
        0.9,
        timestamp=42,
        step=1,
        model_id=model.model_id,
        dataset_name="test",
        dataset_digest="def456",
    )
    client.finalize_logged_model(model.model_id, LoggedModelStatus.READY)
    client.log_outputs(run_id, [LoggedModelOutput(model.model_id, 3)])
    client.log_inputs(run_id, models=[LoggedModelInput(model.model_id)])

    client.create_registered_model("price", tags={"owner": "ada"}, description="Fare in dollars")
    artifacts = client.get_run(run_id).info.artifact_uri
    client.create_model_version("price", f"{artifacts}/deep", run_id, tags={"ok": "yes"})
    client.create_model_version("price", f"runs:/{run_id}/deep", run_id, description="second")
    client.create_model_version("price", f"{artifacts}/deep", run_id)
    client.transition_model_version_stage("price", "1", "Production")
    client.set_registered_model_alias("price", "champion", "2")
    client.delete_model_version("price", "3")
    client.create_registered_model("empty")


def add_more(tracking_uri: str) -> None:
    """Changes a filled store the way work goes on."""
    client = MlflowClient(tracking_uri, registry_uri=tracking_uri)
    best = next(run for run in client.search_runs(["1"]) if run.info.run_name == "best")
    client.log_metric(best.info.run_id, "loss", 0.001, timestamp=1_700_000_200_000, step=300)
    client.set_tag(best.info.run_id, "ok", "now it is")
    client.update_run(best.info.run_id, name="better")
    client.create_run("1", run_name="newest")
    client.set_registered_model_alias("price", "champion", "1")
    client.create_experiment("later")
