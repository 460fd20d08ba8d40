"""Experiments, runs, metrics, params, tags and data sets, as the client logs them."""

from __future__ import annotations

import math
import time
import uuid

import mlflow
import pandas as pd
import pytest
from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException


def test_set_experiment_creates_it_once_and_finds_it_again(client: MlflowClient):
    name = f"again {uuid.uuid4().hex}"
    created = mlflow.set_experiment(name)
    assert mlflow.set_experiment(name).experiment_id == created.experiment_id
    assert client.get_experiment_by_name(name).name == name
    assert client.get_experiment(created.experiment_id).lifecycle_stage == "active"
    assert client.get_experiment_by_name("no such experiment") is None


def test_an_experiment_is_renamed_tagged_deleted_and_restored(client: MlflowClient):
    experiment_id = client.create_experiment(f"old {uuid.uuid4().hex}", tags={"team": "taxi"})
    new_name = f"new {uuid.uuid4().hex}"
    client.rename_experiment(experiment_id, new_name)
    client.set_experiment_tag(experiment_id, "goal", "rmse < 6")
    experiment = client.get_experiment(experiment_id)
    assert experiment.name == new_name
    assert experiment.tags == {"team": "taxi", "goal": "rmse < 6"}

    client.delete_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "deleted"
    with pytest.raises(MlflowException, match="deleted"):
        mlflow.set_experiment(new_name)
    client.restore_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "active"


def test_a_run_ends_finished_or_failed(client: MlflowClient, experiment_id: str):
    with mlflow.start_run(run_name="good", description="what it was for") as good:
        pass
    with pytest.raises(ZeroDivisionError), mlflow.start_run() as bad:
        raise ZeroDivisionError

    finished = client.get_run(good.info.run_id)
    assert finished.info.status == "FINISHED"
    assert finished.info.run_name == "good"
    assert finished.info.experiment_id == experiment_id
    assert finished.info.end_time >= finished.info.start_time
    assert finished.data.tags["mlflow.note.content"] == "what it was for"
    assert client.get_run(bad.info.run_id).info.status == "FAILED"


def test_nested_runs_name_their_parent(client: MlflowClient, experiment_id: str):
    with mlflow.start_run() as parent:
        children = []
        for _ in range(2):
            with mlflow.start_run(nested=True) as child:
                children.append(child.info.run_id)
    found = client.search_runs(
        [experiment_id], f"tags.`mlflow.parentRunId` = '{parent.info.run_id}'"
    )
    assert {run.info.run_id for run in found} == set(children)


def test_a_run_is_resumed_deleted_and_restored(client: MlflowClient, experiment_id: str):
    with mlflow.start_run() as run:
        mlflow.log_param("first", 1)
    with mlflow.start_run(run_id=run.info.run_id):
        mlflow.log_param("second", 2)
    assert client.get_run(run.info.run_id).data.params == {"first": "1", "second": "2"}

    client.delete_run(run.info.run_id)
    assert client.search_runs([experiment_id]) == []
    deleted = client.search_runs([experiment_id], run_view_type=ViewType.DELETED_ONLY)
    assert [r.info.run_id for r in deleted] == [run.info.run_id]
    client.restore_run(run.info.run_id)
    assert len(client.search_runs([experiment_id])) == 1


def test_metrics_keep_their_history(client: MlflowClient, experiment_id: str):
    with mlflow.start_run() as run:
        for step, value in enumerate([3.0, 1.0, 2.0]):
            mlflow.log_metric("loss", value, step=step)
        mlflow.log_metrics({"rmse": 6.3, "r2": -0.5}, step=7)
    logged = client.get_run(run.info.run_id).data.metrics
    assert logged == {"loss": 2.0, "rmse": 6.3, "r2": -0.5}
    history = client.get_metric_history(run.info.run_id, "loss")
    assert [(m.step, m.value) for m in history] == [(0, 3.0), (1, 1.0), (2, 2.0)]
    assert client.get_metric_history(run.info.run_id, "rmse")[0].step == 7


def test_metric_values_at_the_edges(client: MlflowClient, experiment_id: str):
    with mlflow.start_run() as run:
        mlflow.log_metric("nan", math.nan)
        mlflow.log_metric("inf", math.inf)
        mlflow.log_metric("tiny", 5e-324)
        mlflow.log_metric("late", 1.0, step=2**53 + 1)
    metrics = client.get_run(run.info.run_id).data.metrics
    assert math.isnan(metrics["nan"])
    assert metrics["inf"] == pytest.approx(1.7976931348623157e308)
    assert metrics["tiny"] == 5e-324
    assert client.get_metric_history(run.info.run_id, "late")[0].step == 2**53 + 1


def test_a_batch_of_everything(client: MlflowClient, experiment_id: str):
    run_id = client.create_run(experiment_id).info.run_id
    now = int(time.time() * 1000)
    client.log_batch(
        run_id,
        metrics=[Metric("m", i / 10, now + i, i) for i in range(500)],
        params=[Param(f"p{i}", str(i)) for i in range(50)],
        tags=[RunTag(f"t{i}", str(i)) for i in range(50)],
    )
    data = client.get_run(run_id).data
    assert data.metrics["m"] == pytest.approx(49.9)
    assert data.params["p49"] == "49"
    assert data.tags["t7"] == "7"
    assert len(client.get_metric_history(run_id, "m")) == 500


def test_a_param_cannot_change_but_may_be_repeated(experiment_id: str):
    with mlflow.start_run():
        mlflow.log_params({"depth": 3, "name": "forest"})
        mlflow.log_param("depth", 3)
        with pytest.raises(MlflowException, match="Changing param values is not allowed"):
            mlflow.log_param("depth", 4)


def test_tags_are_set_replaced_and_deleted(client: MlflowClient, experiment_id: str):
    with mlflow.start_run() as run:
        mlflow.set_tags({"a": "1", "b": "2"})
        mlflow.set_tag("a", "changed")
        mlflow.delete_tag("b")
    tags = client.get_run(run.info.run_id).data.tags
    assert tags["a"] == "changed"
    assert "b" not in tags
    assert tags["mlflow.user"]
    with pytest.raises(MlflowException, match="No tag with name"):
        client.delete_tag(run.info.run_id, "b")


def test_data_sets_are_inputs_of_the_run(client: MlflowClient, experiment_id: str):
    frame = pd.DataFrame({"trip_distance": [1.5, 2.5], "duration": [10.0, 20.0]})
    dataset = mlflow.data.from_pandas(frame, name="green taxi", targets="duration")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training", tags={"month": "2021-01"})
        mlflow.log_input(dataset, context="training")

    (logged,) = client.get_run(run.info.run_id).inputs.dataset_inputs
    assert logged.dataset.name == "green taxi"
    assert logged.dataset.digest == dataset.digest
    assert "trip_distance" in logged.dataset.schema
    assert {tag.key: tag.value for tag in logged.tags}["mlflow.data.context"] == "training"
    found = client.search_runs([experiment_id], "dataset.name = 'green taxi'")
    assert [r.info.run_id for r in found] == [run.info.run_id]
