"""Models: logged with a flavor, loaded by every kind of URI, found as logged models."""

from __future__ import annotations

import mlflow
import numpy as np
import pytest
from client_version import client_major
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException


def log(model, samples, **options):
    """Logs a model by the name that the client's generation has for it."""
    name = {"name": "model"} if client_major() >= 3 else {"artifact_path": "model"}
    return mlflow.sklearn.log_model(
        model,
        signature=mlflow.models.infer_signature(*samples),
        # Finding them out by itself takes the client many seconds.
        pip_requirements=["scikit-learn"],
        **name,
        **options,
    )


def test_a_model_is_loaded_from_its_run(experiment_id: str, regression, samples):
    with mlflow.start_run() as run:
        log(regression, samples)
    uri = f"runs:/{run.info.run_id}/model"
    assert mlflow.sklearn.load_model(uri).coef_ == pytest.approx([2.0])
    predicted = mlflow.pyfunc.load_model(uri).predict(np.array([[10.0]]))
    assert predicted == pytest.approx([21.0])
    info = mlflow.models.get_model_info(uri)
    assert set(info.flavors) == {"python_function", "sklearn"}
    assert info.signature.inputs is not None


def test_a_model_with_its_preprocessor(experiment_id: str, client: MlflowClient):
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline

    rides = [{"PU_DO": "1_2", "trip_distance": 1.5}, {"PU_DO": "2_3", "trip_distance": 9.0}]
    pipeline = make_pipeline(DictVectorizer(), Ridge()).fit(rides, [10.0, 40.0])
    with mlflow.start_run() as run:
        mlflow.sklearn.log_model(
            pipeline,
            pip_requirements=["scikit-learn"],
            **({"name": "ride"} if client_major() >= 3 else {"artifact_path": "ride"}),
        )
    loaded = mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/ride")
    assert loaded.predict(rides) == pytest.approx(pipeline.predict(rides))


def test_an_xgboost_model_keeps_its_flavor(experiment_id: str, samples):
    xgboost = pytest.importorskip("xgboost")
    booster = xgboost.train({}, xgboost.DMatrix(samples[0], samples[1]), num_boost_round=2)
    with mlflow.start_run() as run:
        mlflow.xgboost.log_model(booster, name="booster", pip_requirements=["xgboost"])
    uri = f"runs:/{run.info.run_id}/booster"
    assert "xgboost" in mlflow.models.get_model_info(uri).flavors
    matrix = xgboost.DMatrix(samples[0])
    assert mlflow.xgboost.load_model(uri).predict(matrix) == pytest.approx(booster.predict(matrix))


def test_registered_while_logged_and_loaded_by_version_alias_and_stage(
    experiment_id: str, client: MlflowClient, regression, samples, model_name: str
):
    with mlflow.start_run() as run:
        log(regression, samples, registered_model_name=model_name)
    client.set_registered_model_alias(model_name, "champion", "1")
    client.transition_model_version_stage(model_name, "1", "Production")

    version = client.get_model_version(model_name, "1")
    assert version.run_id == run.info.run_id
    assert version.status == "READY"
    for uri in ("1", "latest", "Production"):
        assert mlflow.sklearn.load_model(f"models:/{model_name}/{uri}").coef_ == pytest.approx([2])
    by_alias = mlflow.pyfunc.load_model(f"models:/{model_name}@champion")
    assert by_alias.predict(np.array([[1.0]])) == pytest.approx([3.0])


@pytest.mark.usefixtures("needs_client_3")
def test_the_logged_model_has_params_tags_and_its_run(
    experiment_id: str, client: MlflowClient, regression, samples
):
    with mlflow.start_run() as run:
        info = log(regression, samples, params={"alpha": 0.1}, tags={"stage": "try"})
    model = client.get_logged_model(info.model_id)
    assert model.status == "READY"
    assert model.source_run_id == run.info.run_id
    assert model.experiment_id == experiment_id
    assert model.params["alpha"] == "0.1"
    assert model.tags["stage"] == "try"
    (output,) = client.get_run(run.info.run_id).outputs.model_outputs
    assert output.model_id == info.model_id
    assert mlflow.sklearn.load_model(info.model_uri).coef_ == pytest.approx([2.0])
    names = {artifact.path for artifact in client.list_logged_model_artifacts(info.model_id)}
    assert {"MLmodel", "requirements.txt"} <= names


@pytest.mark.usefixtures("needs_client_3")
def test_metrics_belong_to_the_model_and_its_data_set(
    experiment_id: str, client: MlflowClient, regression, samples
):
    dataset = mlflow.data.from_numpy(samples[0], targets=samples[1], name="line")
    with mlflow.start_run() as run:
        info = log(regression, samples)
        mlflow.log_metric("rmse", 6.3, model_id=info.model_id, dataset=dataset)
        mlflow.log_metric("rmse", 5.9, step=1, model_id=info.model_id, dataset=dataset)
    logged = {(m.key, m.step): m for m in client.get_logged_model(info.model_id).metrics}
    assert logged["rmse", 0].value == 6.3
    assert logged["rmse", 1].dataset_name == "line"
    assert logged["rmse", 1].dataset_digest == dataset.digest
    assert logged["rmse", 1].run_id == run.info.run_id


@pytest.mark.usefixtures("needs_client_3")
def test_logged_models_are_searched_ordered_and_paged(experiment_id: str, client: MlflowClient):
    for depth, rmse in enumerate([7.0, 5.0, 6.0]):
        with mlflow.start_run() as run:
            model = client.create_logged_model(
                experiment_id,
                name=f"tree-{depth}",
                source_run_id=run.info.run_id,
                params={"depth": str(depth)},
                tags={"kind": "tree"},
            )
            mlflow.log_metric("rmse", rmse, model_id=model.model_id)

    def names(filter_string: str | None = None, **options) -> list[str]:
        found = client.search_logged_models([experiment_id], filter_string, **options)
        return [model.name for model in found]

    by_rmse = [{"field_name": "metrics.rmse", "ascending": True}]
    assert names(order_by=by_rmse) == ["tree-1", "tree-2", "tree-0"]
    assert names("metrics.rmse < 6.5", order_by=by_rmse) == ["tree-1", "tree-2"]
    assert names("params.depth = '2' AND tags.kind = 'tree'") == ["tree-2"]
    assert names("name LIKE 'tree-%' AND name != 'tree-0'", order_by=by_rmse) == [
        "tree-1",
        "tree-2",
    ]
    first = client.search_logged_models([experiment_id], max_results=2, order_by=by_rmse)
    rest = client.search_logged_models(
        [experiment_id], max_results=2, order_by=by_rmse, page_token=first.token
    )
    assert [model.name for model in [*first, *rest]] == ["tree-1", "tree-2", "tree-0"]
    assert not rest.token


@pytest.mark.usefixtures("needs_client_3")
def test_a_logged_model_is_tagged_finalized_and_deleted(experiment_id: str, client: MlflowClient):
    model = client.create_logged_model(experiment_id, name="short")
    assert model.status == "PENDING"
    client.set_logged_model_tags(model.model_id, {"a": "1", "b": "2"})
    client.delete_logged_model_tag(model.model_id, "a")
    client.log_model_params(model.model_id, {"depth": "3"})
    failed = client.finalize_logged_model(model.model_id, "FAILED")
    assert (failed.status, failed.tags, failed.params) == ("FAILED", {"b": "2"}, {"depth": "3"})
    client.delete_logged_model(model.model_id)
    with pytest.raises(MlflowException, match="not found"):
        client.get_logged_model(model.model_id)
    assert client.search_logged_models([experiment_id]) == []
