"""The search language, through the client."""

from __future__ import annotations

import uuid

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException


@pytest.fixture
def runs(experiment_id: str) -> str:
    """Three runs: a with rmse 7, b with 5, c with 6; returns their experiment."""
    for name, rmse in {"a": 7.0, "b": 5.0, "c": 6.0}.items():
        with mlflow.start_run(run_name=name):
            mlflow.log_metric("rmse", rmse)
            mlflow.log_metric("val rmse", rmse + 1)
            mlflow.log_param("model", f"xgb-{name}")
            mlflow.set_tag("team", "taxi" if name == "a" else "bike")
    return experiment_id


@pytest.mark.parametrize(
    ("filter_string", "names"),
    [
        ("metrics.rmse < 6.5", "bc"),
        ("metrics.rmse >= 6 AND params.model LIKE 'xgb-%'", "ac"),
        ("metrics.`val rmse` = 6", "b"),
        ('metrics."val rmse" > 7.5', "a"),
        ("params.model = 'xgb-b'", "b"),
        ("params.model != 'xgb-b'", "ac"),
        ("tags.team ILIKE 'TAXI'", "a"),
        ("tags.`mlflow.runName` = 'c'", "c"),
        ("attributes.run_name = 'c'", "c"),
        ("run_name LIKE '%'", "abc"),
        ("attributes.status = 'FINISHED' and metrics.rmse != 7", "bc"),
        ("status = 'FAILED'", ""),
        ("attributes.start_time > 0", "abc"),
        ("metrics.missing < 1", ""),
    ],
)
def test_runs_by_filter(client: MlflowClient, runs: str, filter_string: str, names: str):
    found = client.search_runs([runs], filter_string, order_by=["tags.`mlflow.runName`"])
    assert "".join(run.info.run_name for run in found) == names


@pytest.mark.parametrize(
    ("order_by", "names"),
    [
        (["metrics.rmse"], "bca"),
        (["metrics.rmse DESC"], "acb"),
        (["tags.team", "metrics.rmse DESC"], "cba"),
        (["params.model DESC"], "cba"),
        (["attributes.start_time ASC"], "abc"),
        ([], "cba"),
    ],
)
def test_runs_by_order(client: MlflowClient, runs: str, order_by: list[str], names: str):
    found = client.search_runs([runs], order_by=order_by)
    assert "".join(run.info.run_name for run in found) == names


def test_runs_by_id_and_as_a_frame(client: MlflowClient, runs: str):
    first, *_ = client.search_runs([runs])
    found = client.search_runs([runs], f"attributes.run_id IN ('{first.info.run_id}', 'x')")
    assert len(found) == 1
    frame = mlflow.search_runs([runs], order_by=["metrics.rmse"])
    assert frame["params.model"].tolist() == ["xgb-b", "xgb-c", "xgb-a"]
    assert frame["metrics.rmse"].tolist() == [5.0, 6.0, 7.0]


def test_pages_of_runs(client: MlflowClient, runs: str):
    page = client.search_runs([runs], max_results=2)
    rest = client.search_runs([runs], max_results=2, page_token=page.token)
    assert [run.info.run_name for run in [*page, *rest]] == ["c", "b", "a"]
    assert not rest.token


@pytest.mark.parametrize("filter_string", ["rmse <", "metrics.rmse < 'x'", "a OR b", "foo = '1'"])
def test_a_bad_filter_is_refused(client: MlflowClient, runs: str, filter_string: str):
    with pytest.raises(MlflowException) as raised:
        client.search_runs([runs], filter_string)
    assert raised.value.error_code == "INVALID_PARAMETER_VALUE"


def test_experiments(client: MlflowClient):
    mark = uuid.uuid4().hex
    for name in ("x", "y"):
        client.create_experiment(f"{mark}-{name}", tags={"mark": mark, "letter": name})
    by_name = client.search_experiments(
        filter_string=f"name LIKE '{mark}%'", order_by=["name DESC"]
    )
    assert [e.name for e in by_name] == [f"{mark}-y", f"{mark}-x"]
    by_tag = client.search_experiments(filter_string=f"tags.mark = '{mark}' AND tags.letter = 'x'")
    assert [e.name for e in by_tag] == [f"{mark}-x"]


def test_registered_models_and_versions(client: MlflowClient):
    mark = uuid.uuid4().hex
    for name, versions in (("xgboost", 2), ("gradient", 1)):
        model = f"{mark}-{name}"
        client.create_registered_model(model, tags={"kind": name})
        for month in range(versions):
            client.create_model_version(model, source="s3://bucket/m", tags={"month": str(month)})

    found = client.search_registered_models(f"name ILIKE '{mark.upper()}%'", order_by=["name DESC"])
    assert [m.name for m in found] == [f"{mark}-xgboost", f"{mark}-gradient"]
    assert [str(m.latest_versions[0].version) for m in found] == ["2", "1"]
    found = client.search_registered_models(f"tags.kind = 'xgboost' AND name LIKE '{mark}%'")
    assert [m.name for m in found] == [f"{mark}-xgboost"]

    versions = client.search_model_versions(f"name = '{mark}-xgboost'")
    assert [str(v.version) for v in versions] == ["2", "1"]
    assert client.search_model_versions(f"name = '{mark}-xgboost' AND tags.month = '0'")[
        0
    ].version in (1, "1")
    ordered = client.search_model_versions(
        f"name LIKE '{mark}%'", order_by=["name ASC", "version_number DESC"]
    )
    assert [(v.name.removeprefix(mark), str(v.version)) for v in ordered] == [
        ("-gradient", "1"),
        ("-xgboost", "2"),
        ("-xgboost", "1"),
    ]
    page = client.search_model_versions(f"name LIKE '{mark}%'", max_results=2)
    rest = client.search_model_versions(f"name LIKE '{mark}%'", page_token=page.token)
    assert (len(page), len(rest), bool(rest.token)) == (2, 1, False)
