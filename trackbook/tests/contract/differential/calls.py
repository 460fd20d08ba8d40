"""The calls that both servers are asked, in order, and must answer alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

API = "/api/2.0/mlflow"
ARTIFACTS = "/api/2.0/mlflow-artifacts"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Call:
    """One request; `{name}` in it stands for an id that an earlier reply was `saved` from."""

    method: str
    path: str
    query: dict[str, Any] | None = None
    json: Any = None
    data: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    # Name of an id to remember, and the way to it in the reply.
    saved: tuple[str, str] | None = None
    # Compare no more than status and error code: MLflow's sentence holds its own inner workings.
    only_code: bool = False
    # Where MLflow answers 500, it is enough that we do not.
    mlflow_fails: bool = False
    # Lists whose order MLflow leaves open.
    unordered: bool = False

    @property
    def is_search(self) -> bool:
        """Whether it changes nothing, for all that it may be a POST."""
        return self.method == "GET" or "search" in self.path

    def __str__(self) -> str:
        details = self.json if self.json is not None else self.query or self.data or ""
        return f"{self.method} {self.path} {str(details)[:600]}"


def get(path: str, /, **options: Any) -> Call:
    query = {k: v for k, v in options.items() if k not in _OPTIONS}
    return Call("GET", API + path, query=query, **_options(options))


def send(method: str, path: str, body: Any, **options: Any) -> Call:
    return Call(method, API + path, json=body, **options)


def post(path: str, body: Any, **options: Any) -> Call:
    return send("POST", path, body, **options)


_OPTIONS = {"saved", "only_code", "mlflow_fails", "unordered"}


def _options(options: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in options.items() if k in _OPTIONS}


def experiments_and_runs() -> Iterator[Call]:
    yield post("/experiments/create", {"name": "e"}, saved=("exp", "experiment_id"))
    yield post("/experiments/create", {"name": "e"}, only_code=True)
    yield post("/experiments/create", {})
    yield post("/experiments/create", {"name": 5})
    yield get("/experiments/get", experiment_id="{exp}")
    yield get("/experiments/get", experiment_id="999999")
    yield get("/experiments/get", experiment_id="x")
    yield get("/experiments/get-by-name", experiment_name="e")
    yield get("/experiments/get-by-name", experiment_name="none")
    # Without a start time MLflow says 1970, and we say now.
    yield post(
        "/runs/create",
        {"experiment_id": "{exp}", "start_time": 4},
        saved=("run", "run.info.run_id"),
        only_code=True,
    )
    yield post("/runs/create", {"experiment_id": "999999"})
    yield post(
        "/runs/create",
        {"experiment_id": "{exp}", "run_name": "named", "start_time": 5, "user_id": "ann"},
        saved=("named", "run.info.run_id"),
        only_code=True,
    )
    yield get("/runs/get", run_id="{named}")
    yield get("/runs/get", run_id="no such run")
    yield post("/runs/update", {"run_id": "{named}", "status": "FINISHED", "end_time": 9})
    metric = {"run_id": "{run}", "key": "m", "timestamp": 3}
    for value in (1, 2.5, "1.5", "NaN", "Infinity", "-Infinity", 5e-324):
        yield post("/runs/log-metric", {**metric, "value": value, "step": 2})
    yield post("/runs/log-metric", {**metric, "value": "abc"})
    yield post("/runs/log-metric", {**metric, "key": "", "value": 1})
    yield post("/runs/log-metric", {**metric, "key": "bad\x01key", "value": 1}, only_code=True)
    yield post("/runs/log-metric", {**metric, "key": "a/../b", "value": 1}, only_code=True)
    yield post("/runs/log-metric", {**metric, "key": "k" * 251, "value": 1})
    yield get("/metrics/get-history", run_id="{run}", metric_key="m")
    yield get("/metrics/get-history", run_id="{run}", metric_key="none")
    yield post("/runs/log-parameter", {"run_id": "{run}", "key": "p", "value": "1"})
    yield post("/runs/log-parameter", {"run_id": "{run}", "key": "p", "value": "1"})
    yield post("/runs/log-parameter", {"run_id": "{run}", "key": "p", "value": "2"})
    yield post("/runs/log-parameter", {"run_id": "{run}", "key": "n", "value": 2})
    yield post("/runs/set-tag", {"run_id": "{run}", "key": "t", "value": "v"})
    yield post("/runs/delete-tag", {"run_id": "{run}", "key": "t"})
    yield post("/runs/delete-tag", {"run_id": "{run}", "key": "t"})
    yield post("/runs/log-batch", {"run_id": "{run}", "params": [{"key": "p", "value": "9"}]})
    yield post(
        "/runs/log-batch", {"run_id": "{run}", "tags": [{"key": "", "value": "9"}]}, only_code=True
    )
    yield post(
        "/runs/log-batch",
        {
            "run_id": "{run}",
            "params": [{"key": "twice", "value": "1"}, {"key": "twice", "value": "2"}],
        },
        only_code=True,
    )
    yield get("/runs/get", run_id="{run}")
    yield post(
        "/runs/search",
        {
            "experiment_ids": ["{exp}"],
            "order_by": ["attributes.run_name"],
            "filter": "attributes.run_name = 'named'",
        },
    )
    for bad in (
        "metrics.m <",
        "params.p = 1",
        "foo.bar = 'x'",
        "metrics.m = 'x'",
        "a = 1 OR b = 2",
        "attributes.nope = 'x'",
    ):
        yield post("/runs/search", {"experiment_ids": ["{exp}"], "filter": bad}, only_code=True)
    for size in (0, -1, 50_001):
        yield post(
            "/runs/search", {"experiment_ids": ["{exp}"], "max_results": size}, only_code=True
        )
    yield post("/runs/search", {"experiment_ids": ["{exp}"], "page_token": "zz"}, only_code=True)
    yield post("/runs/delete", {"run_id": "{named}"})
    yield post("/runs/set-tag", {"run_id": "{named}", "key": "t", "value": "v"})
    yield post("/runs/restore", {"run_id": "{named}"})


def registered_models() -> Iterator[Call]:
    yield post(
        "/registered-models/create",
        {"name": "m", "description": "d", "tags": [{"key": "a", "value": "1"}]},
    )
    yield post("/registered-models/create", {"name": "m"})
    for name in ("", " ", "a/b", "a:b", "..", 5, None):
        yield post("/registered-models/create", {"name": name})
    yield post("/registered-models/create", {})
    yield post(
        "/registered-models/create",
        {"name": "t", "tags": [{"key": "", "value": "1"}]},
        only_code=True,
    )
    yield post("/registered-models/create", {"name": "t", "tags": [{"key": "k" * 251}]})
    yield get("/registered-models/get", name="m")
    yield get("/registered-models/get", name="none")
    yield get("/registered-models/get")
    yield send("PATCH", "/registered-models/update", {"name": "m", "description": "new"})
    yield send("PATCH", "/registered-models/update", {"name": "m"})
    yield send("PATCH", "/registered-models/update", {"name": "none", "description": "new"})
    yield post("/registered-models/rename", {"name": "m", "new_name": "m2"})
    yield post("/registered-models/rename", {"name": "m", "new_name": "m3"})
    yield post("/registered-models/rename", {"name": "m2", "new_name": "a/b"})
    yield post("/registered-models/rename", {"name": "m2"})
    yield post("/registered-models/create", {"name": "m"})
    yield post("/registered-models/rename", {"name": "m2", "new_name": "m"}, only_code=True)
    yield post("/registered-models/set-tag", {"name": "m", "key": "k", "value": "v"})
    yield post("/registered-models/set-tag", {"name": "m", "key": "k", "value": "w"})
    yield post("/registered-models/set-tag", {"name": "m", "key": "k"})
    yield post("/registered-models/set-tag", {"name": "none", "key": "k", "value": "v"})
    yield post("/registered-models/set-tag", {"name": "m", "key": "k", "value": "v" * 100_001})
    yield get("/registered-models/get", name="m")
    yield send("DELETE", "/registered-models/delete-tag", {"name": "m", "key": "k"})
    yield send("DELETE", "/registered-models/delete-tag", {"name": "m", "key": "k"})
    yield send("DELETE", "/registered-models/delete-tag", {"name": "m"})
    yield send("DELETE", "/registered-models/delete", {"name": "none"})


def model_versions() -> Iterator[Call]:
    run_source = "mlflow-artifacts:/{exp}/{run}/artifacts"
    yield post("/model-versions/create", {"name": "m", "source": "s3://b/one"})
    yield post(
        "/model-versions/create",
        {
            "name": "m",
            "source": f"{run_source}/model",
            "run_id": "{run}",
            "description": "d",
            "run_link": "l",
            "tags": [{"key": "a", "value": "1"}],
        },
    )
    yield post(
        "/model-versions/create", {"name": "m", "source": "runs:/{run}/model", "run_id": "{run}"}
    )
    yield post("/model-versions/create", {"name": "m", "source": "models:/m/2"})
    yield get("/model-versions/get-download-uri", name="m", version="4")
    for source in (
        "/etc",
        "file:///etc",
        "../x",
        "",
        f"{run_source}/model",
        "runs:/{run}/model",
        "s3://b/../c",
        "s3://b/%2e%2e/c",
        "models:/none/1",
        "models:/m/99",
        "models:/m@none",
        "models:/",
        "models://host/m/1",
    ):
        yield post("/model-versions/create", {"name": "m", "source": source})
    for source in ("mlflow-artifacts://host/x", "http://h/api/2.0/mlflow-artifacts/artifacts/x"):
        yield post("/model-versions/create", {"name": "m", "source": source}, only_code=True)
    yield post(
        "/model-versions/create", {"name": "m", "source": f"{run_source}/../x", "run_id": "{run}"}
    )
    yield post(
        "/model-versions/create",
        {"name": "m", "source": f"{run_source}/x", "run_id": "no such run"},
    )
    yield post("/model-versions/create", {"name": "none", "source": "s3://b/one"})
    yield post("/model-versions/create", {"name": "m"})
    for version in ("1", "2", "3", "4", "99", "x", ""):
        yield get("/model-versions/get", name="m", version=version)
    yield get("/model-versions/get", name="none", version="1")
    yield send(
        "PATCH", "/model-versions/update", {"name": "m", "version": "1", "description": "new"}
    )
    yield send("PATCH", "/model-versions/update", {"name": "m", "version": "2"})
    yield send("PATCH", "/model-versions/update", {"name": "m", "version": 1})
    for stage in ("production", "Staging", "NONE", "archived", "nowhere", ""):
        yield post(
            "/model-versions/transition-stage", {"name": "m", "version": "1", "stage": stage}
        )
    yield post(
        "/model-versions/transition-stage", {"name": "m", "version": "1", "stage": "Production"}
    )
    yield post(
        "/model-versions/transition-stage",
        {"name": "m", "version": "2", "stage": "Production", "archive_existing_versions": True},
    )
    # MLflow answers 500: it gives this refusal no error code.
    yield post(
        "/model-versions/transition-stage",
        {"name": "m", "version": "2", "stage": "None", "archive_existing_versions": True},
        mlflow_fails=True,
    )
    yield post(
        "/model-versions/transition-stage", {"name": "m", "version": "99", "stage": "Staging"}
    )
    yield get("/model-versions/get", name="m", version="1")
    yield get("/registered-models/get", name="m", unordered=True)
    yield post("/registered-models/get-latest-versions", {"name": "m"}, unordered=True)
    yield get("/registered-models/get-latest-versions", name="m", stages="production")
    yield get("/registered-models/get-latest-versions", name="m", stages="nowhere")
    yield post("/registered-models/get-latest-versions", {"name": "none"})
    for alias in (
        "champion",
        "a-b_c",
        "v1",
        "V22",
        "latest",
        "Latest",
        "a b",
        "",
        "x" * 256,
        "vv1",
    ):
        yield post("/registered-models/alias", {"name": "m", "alias": alias, "version": "2"})
    yield post("/registered-models/alias", {"name": "m", "alias": "champion", "version": "99"})
    yield post("/registered-models/alias", {"name": "m", "alias": "champion", "version": "x"})
    yield post("/registered-models/alias", {"name": "none", "alias": "champion", "version": "1"})
    for alias in ("champion", "latest", "none", ""):
        yield get("/registered-models/alias", name="m", alias=alias)
    yield get("/registered-models/get", name="m", unordered=True)
    yield send("DELETE", "/registered-models/alias", {"name": "m", "alias": "champion"})
    yield send("DELETE", "/registered-models/alias", {"name": "m", "alias": "champion"})
    yield post("/model-versions/set-tag", {"name": "m", "version": "2", "key": "k", "value": "v"})
    yield post("/model-versions/set-tag", {"name": "m", "version": "99", "key": "k", "value": "v"})
    yield send("DELETE", "/model-versions/delete-tag", {"name": "m", "version": "2", "key": "k"})
    yield send("DELETE", "/model-versions/delete-tag", {"name": "m", "version": "2", "key": "k"})
    yield send("DELETE", "/model-versions/delete", {"name": "m", "version": "2"})
    yield send("DELETE", "/model-versions/delete", {"name": "m", "version": "2"})
    yield get("/model-versions/get", name="m", version="2")
    yield get("/registered-models/alias", name="m", alias="a-b_c")
    yield post("/model-versions/create", {"name": "m", "source": "s3://b/five"})


def registry_searches() -> Iterator[Call]:
    for filter_string in (
        "",
        "name = 'm'",
        "name LIKE 'm%'",
        "name ILIKE 'M%'",
        "name != 'm'",
        "name IN ('m', 'x')",
        "tags.a = '1'",
        "tag.`a` = '1'",
        "tags.`mlflow.prompt.is_prompt` != 'true'",
        "name = 'm' AND tags.none = '1'",
    ):
        yield get("/registered-models/search", filter=filter_string, unordered=True)
    for filter_string in (
        "name = 'm'",
        "version_number > 2",
        "version_number = '1'",
        "run_id = '{run}'",
        "run_id IN ('{run}')",
        "source_path LIKE 's3:%'",
        "tags.a = '1'",
        "name = 'none'",
    ):
        yield get(
            "/model-versions/search",
            filter=filter_string,
            order_by=["name ASC", "version_number DESC"],
        )
    for bad in (
        "name",
        "name = m",
        "name = 5",
        "nope = 'x'",
        "name = 'm' OR name = 'x'",
        "metrics.a > 1",
        "name = 'm';",
        "version_number = 'x'",
    ):
        yield get("/registered-models/search", filter=bad, only_code=True)
        yield get("/model-versions/search", filter=bad, only_code=True)
    for order in ("name DESC", "last_updated_timestamp", "timestamp", "nope", "name UP"):
        yield get("/registered-models/search", order_by=[order], only_code=True)
        yield get("/model-versions/search", order_by=[order], only_code=True)
    for size in ("1", "1001", "x"):
        yield get("/registered-models/search", max_results=size, unordered=True, only_code=True)
    yield get("/model-versions/search", max_results="200001", only_code=True)
    yield get("/model-versions/search", max_results="0", only_code=True)
    yield get("/model-versions/search", page_token="zz", only_code=True)
    yield get("/model-versions/search", max_results="1", order_by=["name", "version_number"])


def logged_models() -> Iterator[Call]:
    yield post(
        "/logged-models",
        {
            "experiment_id": "{exp}",
            "name": "lm",
            "model_type": "xgb",
            "source_run_id": "{run}",
            "params": [{"key": "depth", "value": "3"}],
            "tags": [{"key": "a", "value": "1"}],
        },
        saved=("model", "model.info.model_id"),
    )
    for name in ("a/b", "a.b", "a:b", "a%b", "a'b"):
        yield post("/logged-models", {"experiment_id": "{exp}", "name": name}, only_code=True)
    yield post("/logged-models", {"name": "x"})
    yield post("/logged-models", {"experiment_id": "999999", "name": "x"})
    yield get("/logged-models/{model}")
    yield get("/logged-models/none")
    yield send(
        "PATCH", "/logged-models/{model}", {"model_id": "{model}", "status": "LOGGED_MODEL_READY"}
    )
    yield send("PATCH", "/logged-models/{model}", {"model_id": "{model}", "status": 3})
    yield send("PATCH", "/logged-models/{model}/tags", {"tags": [{"key": "b", "value": "2"}]})
    yield send("DELETE", "/logged-models/{model}/tags/b", {})
    yield send("DELETE", "/logged-models/{model}/tags/b", {})
    yield post(
        "/logged-models/{model}/params",
        {"model_id": "{model}", "params": [{"key": "eta", "value": "0.1"}]},
    )
    yield post(
        "/runs/log-metric",
        {
            "run_id": "{run}",
            "key": "rmse",
            "value": 6.3,
            "timestamp": 1,
            "model_id": "{model}",
            "dataset_name": "d",
            "dataset_digest": "x",
        },
    )
    yield post("/runs/outputs", {"run_id": "{run}", "models": [{"model_id": "{model}", "step": 1}]})
    yield get("/logged-models/{model}")
    yield get("/runs/get", run_id="{run}")
    for filter_string in (
        "",
        "name = 'lm'",
        "metrics.rmse < 7",
        "metrics.rmse > 7",
        "params.depth = '3'",
        "params.depth IN ('3', '4')",
        "tags.a NOT IN ('1')",
        "tags.a = '1' AND name LIKE 'l%'",
        "model_type = 'xgb'",
        "source_run_id = '{run}'",
        "creation_timestamp > 5",
    ):
        yield post("/logged-models/search", {"experiment_ids": ["{exp}"], "filter": filter_string})
    for bad in ("nope.x = 1", "metrics.rmse = 1 OR a = 1", "name > 'a'"):
        yield post(
            "/logged-models/search", {"experiment_ids": ["{exp}"], "filter": bad}, only_code=True
        )
    yield post(
        "/logged-models/search",
        {
            "experiment_ids": ["{exp}"],
            "order_by": [{"field_name": "metrics.rmse", "ascending": True}],
        },
    )
    yield post(
        "/logged-models/search",
        {"experiment_ids": ["{exp}"], "order_by": [{"field_name": "params.depth"}]},
    )
    yield post(
        "/logged-models/search",
        {
            "experiment_ids": ["{exp}"],
            "datasets": [{"dataset_name": "d", "dataset_digest": "x"}],
        },
    )
    yield post(
        "/logged-models/search",
        {"experiment_ids": ["{exp}"], "page_token": "zz"},
        mlflow_fails=True,
    )
    yield post("/logged-models/search", {})
    yield post(
        "/model-versions/create",
        {"name": "m", "source": "models:/{model}", "model_id": "{model}"},
        only_code=True,
    )
    yield get("/logged-models/{model}/artifacts/directories")
    yield post("/runs/log-model", {"run_id": "{run}", "model_json": "{{}}"}, only_code=True)
    yield post("/runs/log-model", {"run_id": "{run}", "model_json": "x"}, only_code=True)
    yield post(
        "/logged-models",
        {"experiment_id": "{exp}", "name": "gone"},
        saved=("gone", "model.info.model_id"),
    )
    yield send("DELETE", "/logged-models/{gone}", {})
    yield get("/logged-models/{gone}")
    yield get("/logged-models/{gone}", allow_deleted="true")


def artifacts() -> Iterator[Call]:
    store = f"{ARTIFACTS}/artifacts"
    run_folder = f"{store}/{{exp}}/{{run}}/artifacts"
    for name in ("a.txt", "dir/b.bin", "dir/c d+e.html", "dir/empty.json", "ünï.png"):
        content = b"" if "empty" in name else b"0123456789"
        yield Call("PUT", f"{run_folder}/{name}", data=content)
        yield Call("GET", f"{run_folder}/{name}")
    for header in ("bytes=0-3", "bytes=8-", "bytes=-2", "bytes=99-"):
        yield Call("GET", f"{run_folder}/a.txt", headers={"Range": header}, only_code=True)
    yield Call("GET", f"{run_folder}/none.txt")
    for path in (
        "{exp}/{run}/artifacts",
        "{exp}/{run}/artifacts/dir",
        "none",
        "",
        "../",
        "/etc",
        "{exp}/{run}/artifacts/a.txt",
    ):
        yield Call("GET", store, query={"path": path})
    for path in ("..%2f..%2fx", "%252e%252e/x", "a%2f..%2f..%2fx", "a%23b"):
        yield Call("GET", f"{store}/{path}")
        yield Call("PUT", f"{store}/{path}", data=b"x")
        yield Call("DELETE", f"{store}/{path}")
    for path in ("", "dir", "none", "dir/c d+e.html", "../x", "..%2fx"):
        yield get("/artifacts/list", run_id="{run}", path=path)
    yield get("/artifacts/list", run_id="{run}")
    yield get("/artifacts/list", run_id="no such run")
    yield Call("GET", "/get-artifact", query={"run_id": "{run}", "path": "a.txt"})
    yield Call("GET", "/get-artifact", query={"run_id": "{run}", "path": "dir/c d+e.html"})
    for path in ("none", "../x", "dir"):
        yield Call("GET", "/get-artifact", query={"run_id": "{run}", "path": path})
    yield Call("GET", "/get-artifact", query={"run_id": "none", "path": "a.txt"})
    yield Call("PUT", f"{store}/{{exp}}/models/{{model}}/artifacts/MLmodel", data=b"x: 1")
    yield get("/logged-models/{model}/artifacts/directories")
    yield Call(
        "GET",
        "/ajax-api/2.0/mlflow/logged-models/{model}/artifacts/files",
        query={"artifact_file_path": "MLmodel"},
    )
    yield Call(
        "POST",
        "/ajax-api/2.0/mlflow/upload-artifact",
        data=b"up",
        query={"run_uuid": "{run}", "path": "page/up.txt"},
    )
    yield Call(
        "POST",
        "/ajax-api/2.0/mlflow/upload-artifact",
        data=b"up",
        query={"path": "x"},
        only_code=True,
    )
    yield get("/artifacts/list", run_id="{run}", path="page")
    yield post(
        "/model-versions/create",
        {"name": "m", "source": "mlflow-artifacts:/{exp}/{run}/artifacts/dir", "run_id": "{run}"},
        saved=("version", "model_version.version"),
    )
    yield Call(
        "GET",
        "/model-versions/get-artifact",
        query={"name": "m", "version": "{version}", "path": "b.bin"},
    )
    yield Call(
        "GET",
        "/model-versions/get-artifact",
        query={"name": "m", "version": "999", "path": "b.bin"},
    )
    yield Call("POST", f"{ARTIFACTS}/mpu/create/p", json={"path": "a.bin", "num_parts": 2})
    yield Call("POST", f"{ARTIFACTS}/mpu/create/p", json={})
    yield Call("GET", f"{ARTIFACTS}/presigned/p/x.txt")
    yield post("/artifacts/presigned-upload-url", {"run_id": "{run}", "path": "x"})
    yield post("/artifacts/presigned-upload-url", {"path": "x"})
    yield Call("DELETE", f"{run_folder}/a.txt")
    yield Call("DELETE", f"{run_folder}/a.txt")
    yield Call("DELETE", f"{run_folder}/dir")
    yield get("/artifacts/list", run_id="{run}")


def form_of_requests() -> Iterator[Call]:
    yield Call("GET", "/api/2.0/mlflow/nope", only_code=True)
    yield Call("GET", "/api/2.0/mlflow/registered-models/create", only_code=True)
    yield Call(
        "POST", f"{API}/registered-models/create", data=b"{bad", headers=JSON, only_code=True
    )
    yield Call(
        "POST",
        f"{API}/registered-models/create",
        data=b"{}",
        headers={"Content-Type": "text/plain"},
    )
    yield post("/registered-models/create", {"name": "x", "unknown": 1, "more": {}})
    yield Call("GET", f"{API}/registered-models/get?name=x&extra=1")
    yield post("/registered-models/rename", {"name": "x", "new_name": "y"})
    yield post("/runs/search", {"experimentIds": ["{exp}"], "maxResults": 1})
    yield post("/registered-models/rename", {"name": "y", "newName": "z", "new_name": "zz"})
    yield Call("GET", "/ajax-api/2.0/mlflow/registered-models/get", query={"name": "y"})
    yield Call(
        "POST", f"{API}/registered-models/create", data=b'"{\\"name\\": \\"twice\\"}"', headers=JSON
    )


FAMILIES = [
    experiments_and_runs,
    registered_models,
    model_versions,
    registry_searches,
    logged_models,
    artifacts,
    form_of_requests,
]
