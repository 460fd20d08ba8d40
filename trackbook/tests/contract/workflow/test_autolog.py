"""Autologging. It raises nothing when the server fails, so these tests look at what was stored."""

from __future__ import annotations

from collections.abc import Iterator

import mlflow
import numpy as np
import pytest
from client_version import client_major
from mlflow import MlflowClient


@pytest.fixture(autouse=True)
def off_afterwards() -> Iterator[None]:
    yield
    mlflow.sklearn.autolog(disable=True)


def test_a_random_forest(client: MlflowClient, experiment_id: str):
    from sklearn.ensemble import RandomForestRegressor

    mlflow.sklearn.autolog()
    features = np.random.default_rng(0).normal(size=(60, 3))
    with mlflow.start_run() as run:
        forest = RandomForestRegressor(n_estimators=3, max_depth=2, random_state=0)
        forest.fit(features, features[:, 0])
        forest.score(features, features[:, 0])

    stored = client.get_run(run.info.run_id)
    assert stored.data.params["max_depth"] == "2"
    assert stored.data.metrics["training_root_mean_squared_error"] > 0
    assert any(key.startswith("RandomForestRegressor_score") for key in stored.data.metrics)
    assert stored.data.tags["estimator_name"] == "RandomForestRegressor"
    assert stored.inputs.dataset_inputs[0].tags[0].value == "train"
    loaded = mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/model")
    assert loaded.predict(features) == pytest.approx(forest.predict(features))
    if client_major() >= 3:
        (output,) = stored.outputs.model_outputs
        model = client.get_logged_model(output.model_id)
        assert model.status == "READY"
        assert model.params["max_depth"] == "2"
        assert "training_r2_score" in {metric.key for metric in model.metrics}


def test_a_grid_search_makes_child_runs(client: MlflowClient, experiment_id: str):
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import GridSearchCV

    mlflow.sklearn.autolog(log_models=False)
    features = np.random.default_rng(0).normal(size=(30, 2))
    with mlflow.start_run() as run:
        GridSearchCV(Ridge(), {"alpha": [0.1, 1.0, 10.0]}, cv=2).fit(features, features[:, 0])
    children = client.search_runs([experiment_id], f"tags.mlflow.parentRunId = '{run.info.run_id}'")
    assert {child.data.params["alpha"] for child in children} == {"0.1", "1.0", "10.0"}
    assert "best_alpha" in client.get_run(run.info.run_id).data.params


def test_xgboost(client: MlflowClient, experiment_id: str):
    xgboost = pytest.importorskip("xgboost")
    mlflow.xgboost.autolog()
    features = np.random.default_rng(0).normal(size=(60, 2))
    data = xgboost.DMatrix(features, features[:, 0])
    try:
        with mlflow.start_run() as run:
            booster = xgboost.train(
                {"max_depth": 2}, data, num_boost_round=5, evals=[(data, "validation")]
            )
    finally:
        mlflow.xgboost.autolog(disable=True)

    stored = client.get_run(run.info.run_id)
    assert stored.data.params["max_depth"] == "2"
    history = client.get_metric_history(run.info.run_id, "validation-rmse")
    assert [point.step for point in history] == [0, 1, 2, 3, 4]
    assert history[-1].value < history[0].value
    paths = {a.path for a in client.list_artifacts(run.info.run_id)}
    assert "feature_importance_weight.json" in paths
    loaded = mlflow.xgboost.load_model(f"runs:/{run.info.run_id}/model")
    assert loaded.predict(data) == pytest.approx(booster.predict(data))
