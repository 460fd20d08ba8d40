"""Random well-formed calls, most of them about entities that exist."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import filters
import values
from calls import API, ARTIFACTS, Call
from filters import KEYS, FilterMaker
from world import MISSING_MODEL, World

Body = dict[str, Any]
STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]
STAGES = ["None", "Staging", "Production", "Archived", "staging", "PRODUCTION", "nowhere"]
VIEWS = ["ACTIVE_ONLY", "DELETED_ONLY", "ALL"]
CONTEXT_TAG = "mlflow.data.context"


@dataclass(frozen=True)
class Step:
    """A call, and what the world is like once it has succeeded."""

    call: Call
    then: Callable[[Body], None] = lambda _: None


def get(path: str, query: Body) -> Call:
    return Call("GET", API + path, query=query)


def send(method: str, path: str, body: Body, **options: Any) -> Call:
    return Call(method, API + path, json=body, **options)


def post(path: str, body: Body, **options: Any) -> Call:
    return send("POST", path, body, **options)


class Operations:
    """One method for each call of the API; the number is how often it is made."""

    def __init__(self, random: Random, world: World) -> None:
        self.random = random
        self.world = world
        weighted = [(getattr(self, name), weight) for name, weight in WEIGHTS.items()]
        self._operations = [operation for operation, _ in weighted]
        self._weights = [weight for _, weight in weighted]

    def step(self) -> Step:
        made = self.random.choices(self._operations, self._weights)[0]()
        return made if isinstance(made, Step) else Step(made)

    # Parts of requests

    def _maybe(self, odds: float = 0.5) -> bool:
        return self.random.random() < odds

    def _key(self) -> str:
        odd = self._maybe(0.06)
        return self.random.choice(values.ODD_STRINGS if odd else KEYS)

    def _tags(self, most: int = 3) -> list[Body]:
        return [self._pair() for _ in range(self.random.randint(0, most))]

    def _pair(self) -> Body:
        return {"key": self._key(), "value": values.text(self.random)}

    def _time(self) -> Any:
        return values.integer(self.random)

    def _metric(self) -> Body:
        metric: Body = {
            "key": self._key(),
            "value": values.number(self.random),
            "timestamp": self._time(),
        }
        if self._maybe(0.8):
            metric["step"] = values.integer(self.random)
        if self._maybe(0.15) and metric["value"] != "NaN":
            metric["model_id"] = self._model_id()
        if self._maybe(0.15):
            metric |= {"dataset_name": "d1", "dataset_digest": self.random.choice(["h1", "h2"])}
        return metric

    def _experiment_ids(self) -> list[str]:
        count = self.random.choice([0, 1, 1, 2, 4])
        return [self._id(self.world.experiment()) for _ in range(count)]

    def _id(self, name: str) -> str:
        """An experiment is called by its id, which both servers count alike."""
        return name if name[:1] in "-0123456789 x" else f"{{{name}}}"

    def _run_id(self) -> str:
        return self._id_of_run(self.world.run())

    def _id_of_run(self, name: str) -> str:
        return name if name.startswith("0") else f"{{{name}}}"

    def _model_id(self) -> str:
        name = self.world.logged_model()
        return name if name.startswith("m-") else f"{{{name}}}"

    def _searched(self, searchable: filters.Searchable) -> Body:
        known = tuple(self.world.models + self.world.experiment_names)[-6:]
        maker = FilterMaker(self.random, searchable, known)
        query: Body = {}
        if self._maybe(0.8):
            query["filter"] = maker.filter()
        if orderings := maker.orderings():
            query["order_by"] = orderings
        return query

    def _page_size(self) -> Any:
        odd = self._maybe(0.08)
        return self.random.choice([0, -1, 50_001, 1001, "3", 2.0] if odd else [1, 2, 3, 10, 100])

    def _search(self, make: Callable[[Body], Call], query: Body) -> Step:
        """A search, or the next page of an earlier one."""
        pages = self.world.next_pages
        if pages and self._maybe(0.3):
            make, query, token = pages.pop()
            query = {**query, "page_token": f"{{{token}}}"}
        next_page = self.world.fresh("page")

        def remember(body: Body) -> None:
            if "next_page_token" in body:
                pages.append((make, query, next_page))
                del pages[:-5]

        if self._maybe(0.02):
            query = {**query, "page_token": self.random.choice(BAD_TOKENS)}
        return Step(replace(make(query), saved=(next_page, "next_page_token")), remember)

    # Experiments

    def create_experiment(self) -> Step:
        world = self.world
        name = f"e{world.number()}" if self._maybe(0.8) else values.text(self.random)
        if world.experiment_names and self._maybe(0.1):
            name = self.random.choice(world.experiment_names)
        symbol = world.fresh("exp")
        body: Body = {"name": name, "tags": self._tags()}
        if self._maybe(0.15):
            body["artifact_location"] = self.random.choice(["mlflow-artifacts:/x", "s3://b/c", ""])

        def remember(_: Body) -> None:
            world.experiments.append(symbol)
            world.experiment_names.append(name)
            if body.get("artifact_location"):
                world.elsewhere.add(symbol)

        call = post("/experiments/create", body, saved=(symbol, "experiment_id"))
        return Step(call, remember)

    def get_experiment(self) -> Call:
        return get("/experiments/get", {"experiment_id": self._id(self.world.experiment())})

    def get_experiment_by_name(self) -> Call:
        name = self.world.pick(self.world.experiment_names, "no such")
        return get("/experiments/get-by-name", {"experiment_name": name})

    def update_experiment(self) -> Call:
        world = self.world
        name = self.random.choice([f"e{world.number()}", *world.experiment_names[-2:], "", "é"])
        body = {"experiment_id": self._id(world.experiment()), "new_name": name}
        return post("/experiments/update", body)

    def delete_experiment(self) -> Call:
        return post("/experiments/delete", {"experiment_id": self._id(self.world.experiment())})

    def restore_experiment(self) -> Call:
        return post("/experiments/restore", {"experiment_id": self._id(self.world.experiment())})

    def set_experiment_tag(self) -> Call:
        body = {"experiment_id": self._id(self.world.experiment()), **self._pair()}
        return post("/experiments/set-experiment-tag", body)

    def delete_experiment_tag(self) -> Call:
        body = {"experiment_id": self._id(self.world.experiment()), "key": self._key()}
        return post("/experiments/delete-experiment-tag", body)

    def search_experiments(self) -> Step:
        query = self._searched(filters.EXPERIMENTS)
        if self._maybe(0.95):
            query["max_results"] = self._page_size()
        if self._maybe(0.4):
            query["view_type"] = self.random.choice(VIEWS)
        asked = get if self._maybe(0.3) else post
        return self._search(lambda body: asked("/experiments/search", body), query)

    def search_datasets(self) -> Call:
        path = self.random.choice(
            [
                "/ajax-api/2.0/mlflow/experiments/search-datasets",
                "/api/2.0mlflow/experiments/search-datasets",
            ]
        )
        return Call("POST", path, json={"experiment_ids": self._experiment_ids()})

    # Runs

    def create_run(self) -> Step:
        world = self.world
        symbol = world.fresh("run")
        experiment = world.experiment()
        body: Body = {
            "experiment_id": self._id(experiment),
            # No two runs start at once: ids, which are random, would decide their order.
            "start_time": 1000 + world.number(),
            "run_name": self.random.choice([*values.WORDS, "Run é", f"r{world.number()}"]),
            "tags": [tag for tag in self._tags(2) if tag["key"] != "mlflow.runName"],
        }
        if self._maybe(0.3):
            body["user_id"] = self.random.choice(["ann", "bob", ""])

        def remember(_: Body) -> None:
            world.runs.append(symbol)
            if experiment in world.elsewhere:
                world.elsewhere.add(symbol)

        call = post("/runs/create", body, saved=(symbol, "run.info.run_id"))
        return Step(call, remember)

    def get_run(self) -> Call:
        name = "run_uuid" if self._maybe(0.1) else "run_id"
        return get("/runs/get", {name: self._run_id()})

    def update_run(self) -> Call:
        body: Body = {"run_id": self._run_id()}
        if self._maybe():
            body["status"] = self.random.choice([*STATUSES, 3])
        if self._maybe():
            body["end_time"] = self._time()
        if self._maybe(0.4):
            body["run_name"] = self.random.choice(["renamed", "", "R é", *values.WORDS])
        return post("/runs/update", body)

    def delete_run(self) -> Call:
        return post("/runs/delete", {"run_id": self._run_id()})

    def restore_run(self) -> Call:
        return post("/runs/restore", {"run_id": self._run_id()})

    def log_metric(self) -> Call:
        return post("/runs/log-metric", {"run_id": self._run_id(), **self._metric()})

    def log_parameter(self) -> Call:
        return post("/runs/log-parameter", {"run_id": self._run_id(), **self._pair()})

    def set_tag(self) -> Call:
        return post("/runs/set-tag", {"run_id": self._run_id(), **self._run_tag()})

    def _run_tag(self) -> Body:
        if self._maybe(0.05):
            return {"key": "mlflow.runName", "value": self.random.choice(["by tag", "", "é"])}
        return self._pair()

    def delete_tag(self) -> Call:
        # Without mlflow.runName MLflow does not find a run by its name any more.
        return post("/runs/delete-tag", {"run_id": self._run_id(), "key": self._key()})

    def log_batch(self) -> Call:
        body = {
            "run_id": self._run_id(),
            "metrics": [self._metric() for _ in range(self.random.choice([0, 1, 2, 5]))],
            "params": self._tags(2),
            "tags": [self._run_tag() for _ in range(self.random.choice([0, 0, 1, 2]))],
        }
        # MLflow refuses a batch with a model that is not there, and yet stores most of it.
        body["metrics"] = [m for m in body["metrics"] if m.get("model_id") != MISSING_MODEL]
        if self._maybe(0.03):
            body["tags"] = [{"key": f"t{i}", "value": ""} for i in range(101)]
        return post("/runs/log-batch", body)

    def log_inputs(self) -> Call:
        body: Body = {"run_id": self._run_id(), "datasets": self._datasets()}
        if self._maybe(0.3):
            body["models"] = [{"model_id": self._model_id()}]
        return post("/runs/log-inputs", body)

    def _datasets(self) -> list[Body]:
        return [
            {
                "tags": self.random.choice(
                    [
                        [],
                        [{"key": CONTEXT_TAG, "value": self.random.choice(["train", "Eval"])}],
                        [{**self._pair(), "key": self._key() or "k"}],
                    ]
                ),
                "dataset": {
                    "name": self.random.choice(["d1", "d2", "alpha", "é"]),
                    "digest": self.random.choice(["h1", "h2", "9" * 36]),
                    "source_type": "local",
                    "source": values.text(self.random) or "s",
                    **({"schema": "{}", "profile": "{}"} if self._maybe(0.3) else {}),
                },
            }
            for _ in range(self.random.choice([0, 1, 1, 2]))
        ]

    def log_outputs(self) -> Call:
        models = [
            {"model_id": self._model_id(), "step": values.integer(self.random)}
            for _ in range(self.random.choice([0, 1, 1, 2]))
        ]
        return post("/runs/outputs", {"run_id": self._run_id(), "models": models})

    def log_model(self) -> Call:
        run_id = self._run_id()
        model: Body = {
            "run_id": run_id,
            "artifact_path": "model",
            "utc_time_created": "2024-01-01 00:00:00.000000",
            "flavors": {"python_function": {"loader_module": "m", "config": {"a": 1}}},
            "model_uuid": "u" * 32,
        }
        if self._maybe(0.2):
            del model[self.random.choice(["run_id", "flavors", "model_uuid", "artifact_path"])]
        text = jsonlib.dumps(model) if self._maybe(0.9) else self.random.choice(["{", "5", "[]"])
        return post("/runs/log-model", {"run_id": run_id, "model_json": text})

    def get_history(self) -> Step:
        query: Body = {"run_id": self._run_id(), "metric_key": self._key()}
        if self._maybe(0.5):
            query["max_results"] = self.random.choice([1, 2, 5, 0, -1])
        return self._search(lambda body: get("/metrics/get-history", body), query)

    def get_history_interval(self) -> Call:
        query: Body = {
            "run_ids": [self._run_id() for _ in range(self.random.choice([0, 1, 2]))],
            "metric_key": self._key(),
        }
        if self._maybe(0.5):
            query |= {"start_step": values.integer(self.random), "end_step": 8}
        if self._maybe(0.5):
            query["max_results"] = self.random.choice([1, 2, 5, 0, 2501])
        return get("/metrics/get-history-bulk-interval", query)

    def search_runs(self) -> Step:
        query = {"experiment_ids": self._experiment_ids(), **self._searched(filters.RUNS)}
        if self._maybe(0.7):
            query["max_results"] = self._page_size()
        if self._maybe(0.4):
            query["run_view_type"] = self.random.choice(VIEWS)
        return self._search(lambda body: post("/runs/search", body), query)

    # Logged models

    def create_logged_model(self) -> Step:
        world = self.world
        symbol = world.fresh("logged")
        body: Body = {
            "experiment_id": self._id(world.experiment()),
            "name": self.random.choice([*values.WORDS, "a/b", "é", "n.n"]),
            "tags": self._tags(2),
            "params": self._tags(2),
        }
        if self._maybe(0.4):
            body["model_type"] = self.random.choice(["Agent", "sk", ""])
        if self._maybe(0.5):
            body["source_run_id"] = self._run_id()
        call = post("/logged-models", body, saved=(symbol, "model.info.model_id"))
        return Step(call, lambda _: world.logged_models.append(symbol))

    def get_logged_model(self) -> Call:
        query = {"allow_deleted": self.random.choice(["true", "false"])} if self._maybe() else {}
        return get(f"/logged-models/{self._model_id()}", query)

    def finalize_logged_model(self) -> Call:
        status = self.random.choice(["LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED", 2, 3, 1])
        model = self._model_id()
        return send("PATCH", f"/logged-models/{model}", {"model_id": model, "status": status})

    def delete_logged_model(self) -> Call:
        return send("DELETE", f"/logged-models/{self._model_id()}", {})

    def set_logged_model_tags(self) -> Call:
        model = self._model_id()
        return send("PATCH", f"/logged-models/{model}/tags", {"tags": self._tags()})

    def delete_logged_model_tag(self) -> Call:
        key = self.random.choice(["rmse", "lr", "x", "a.b", "k-1"])
        return send("DELETE", f"/logged-models/{self._model_id()}/tags/{key}", {})

    def log_logged_model_params(self) -> Call:
        model = self._model_id()
        body = {"model_id": model, "params": self._tags(2)}
        return post(f"/logged-models/{model}/params", body)

    def search_logged_models(self) -> Step:
        maker = FilterMaker(self.random, filters.LOGGED_MODELS, tuple(values.WORDS))
        query: Body = {"experiment_ids": self._experiment_ids()}
        if self._maybe(0.7):
            query["filter"] = maker.filter()
        if self._maybe():
            query["order_by"] = [self._logged_order() for _ in range(self.random.choice([1, 2]))]
        if self._maybe(0.2):
            query["datasets"] = [
                {"dataset_name": "d1", "dataset_digest": self.random.choice(["h1", "h2"])}
            ]
        if self._maybe(0.6):
            query["max_results"] = self.random.choice([1, 2, 3, 10])
        return self._search(lambda body: post("/logged-models/search", body), query)

    def _logged_order(self) -> Body:
        name = self.random.choice([*filters.LOGGED_MODELS.orderable, "metrics.rmse", "metrics.lr"])
        order: Body = {"field_name": name}
        if self._maybe():
            order["ascending"] = self._maybe()
        if self._maybe(0.2):
            order |= {"dataset_name": "d1", "dataset_digest": "h1"}
        return order

    # Registry

    def create_registered_model(self) -> Step:
        world = self.world
        name = f"m{world.number()}" if self._maybe(0.7) else values.text(self.random)
        body: Body = {"name": name, "tags": self._tags(2)}
        if self._maybe():
            body["description"] = values.text(self.random)
        call = post("/registered-models/create", body)
        return Step(call, lambda _: world.models.append(name))

    def get_registered_model(self) -> Call:
        return get("/registered-models/get", {"name": self.world.model()})

    def update_registered_model(self) -> Call:
        body: Body = {"name": self.world.model()}
        if self._maybe(0.8):
            body["description"] = values.text(self.random)
        return send("PATCH", "/registered-models/update", body)

    def rename_registered_model(self) -> Step:
        world = self.world
        old = world.model()
        new = self.random.choice([f"m{world.number()}", "é", "a/b", *world.models[-2:]])

        def remember(_: Body) -> None:
            world.models[:] = [new if name == old else name for name in world.models]
            if old in world.versions:
                world.versions[new] = world.versions.pop(old)

        return Step(post("/registered-models/rename", {"name": old, "new_name": new}), remember)

    def delete_registered_model(self) -> Step:
        world = self.world
        name = world.model()

        def forget(_: Body) -> None:
            world.models.remove(name)
            world.versions.pop(name, None)

        return Step(send("DELETE", "/registered-models/delete", {"name": name}), forget)

    def search_registered_models(self) -> Step:
        query = self._searched(filters.MODELS)
        if self._maybe(0.6):
            query["max_results"] = self._page_size()
        return self._search(lambda body: get("/registered-models/search", body), query)

    def get_latest_versions(self) -> Call:
        body: Body = {"name": self.world.model()}
        if self._maybe():
            body["stages"] = [self.random.choice(STAGES)]
        path = "/registered-models/get-latest-versions"
        return get(path, body) if self._maybe(0.3) else post(path, body)

    def set_model_tag(self) -> Call:
        pair = {"key": PROMPT_TAG, "value": "true"} if self._maybe(0.03) else self._pair()
        return post("/registered-models/set-tag", {"name": self.world.model(), **pair})

    def delete_model_tag(self) -> Call:
        key = PROMPT_TAG if self._maybe(0.1) else self._key()
        body = {"name": self.world.model(), "key": key}
        return send("DELETE", "/registered-models/delete-tag", body)

    def set_alias(self) -> Call:
        model = self.world.model()
        body = {"name": model, "alias": self._alias(), "version": self.world.version(model)}
        return post("/registered-models/alias", body)

    def delete_alias(self) -> Call:
        body = {"name": self.world.model(), "alias": self._alias()}
        return send("DELETE", "/registered-models/alias", body)

    def get_alias(self) -> Call:
        query = {"name": self.world.model(), "alias": self._alias()}
        return get("/registered-models/alias", query)

    def _alias(self) -> str:
        odd = self._maybe(0.1)
        return self.random.choice(
            ["latest", "v1", "V2", "a b", "é", "", "x" * 256] if odd else ["champion", "b", "B"]
        )

    def create_version(self) -> Step:
        world = self.world
        name = world.model()
        body: Body = {"name": name, "source": "s3://b/one", "tags": self._tags(2)}
        if self._maybe(0.4):
            body["source"] = self.random.choice(SOURCES)
        if self._maybe(0.4):
            run = self._run_id()
            body |= {"run_id": run, "source": f"runs:/{run}/model"}
        if self._maybe(0.3):
            model = self._model_id()
            body |= {"model_id": model, "source": f"models:/{model}"}
        # MLflow takes tabs and line breaks out of URIs.
        if self._maybe(0.15) and world.versions.get(name) and name.isprintable():
            body["source"] = f"models:/{name}/{world.version(name)}"
        if self._maybe(0.3):
            body["description"] = values.text(self.random)
        if self._maybe(0.2):
            body["run_link"] = "http://link"

        def remember(reply: Body) -> None:
            version = reply["model_version"]["version"]
            world.versions.setdefault(name, []).append(version)

        return Step(post("/model-versions/create", body), remember)

    def _version(self) -> Body:
        model = self.world.model()
        return {"name": model, "version": self.world.version(model)}

    def get_version(self) -> Call:
        return get("/model-versions/get", self._version())

    def get_download_uri(self) -> Call:
        return get("/model-versions/get-download-uri", self._version())

    def update_version(self) -> Call:
        body = self._version()
        if self._maybe(0.8):
            body["description"] = values.text(self.random)
        return send("PATCH", "/model-versions/update", body)

    def transition_stage(self) -> Call:
        body = {**self._version(), "stage": self.random.choice(STAGES)}
        if self._maybe(0.4) and body["stage"].lower() in {"staging", "production"}:
            body["archive_existing_versions"] = self._maybe()
        return post("/model-versions/transition-stage", body)

    def delete_version(self) -> Call:
        return send("DELETE", "/model-versions/delete", self._version())

    def set_version_tag(self) -> Call:
        return post("/model-versions/set-tag", {**self._version(), **self._pair()})

    def delete_version_tag(self) -> Call:
        body = {**self._version(), "key": self._key()}
        return send("DELETE", "/model-versions/delete-tag", body)

    def search_versions(self) -> Step:
        query = self._searched(filters.VERSIONS)
        if self._maybe(0.6):
            query["max_results"] = self._page_size()
        return self._search(lambda body: get("/model-versions/search", body), query)

    # Artifacts

    def upload(self) -> Call:
        run = self.world.run()
        # MLflow stores it where the run does not look for it.
        if self._maybe(0.3) and run not in self.world.elsewhere:
            query = {"run_uuid": self._id_of_run(run), "path": self._artifact()}
            path = "/ajax-api/2.0/mlflow/upload-artifact"
            return Call("POST", path, query=query, data=b"page")
        return Call("PUT", f"{self._folder()}/{self._artifact()}", data=b"content")

    def download(self) -> Call:
        if self._maybe(0.5):
            query = {"run_id": self._run_id(), "path": self._artifact()}
            return Call("GET", "/get-artifact", query=query)
        return Call("GET", f"{self._folder()}/{self._artifact()}")

    def list_artifacts(self) -> Call:
        query = {"path": self._artifact()} if self._maybe() else {}
        if self._maybe(0.3):
            path = f"/logged-models/{self._model_id()}/artifacts/directories"
            return get(path, {"artifact_directory_path": self._artifact()} if query else {})
        return get("/artifacts/list", {"run_id": self._run_id(), **query})

    def delete_artifact(self) -> Call:
        return Call("DELETE", f"{self._folder()}/{self._artifact()}")

    def _folder(self) -> str:
        return f"{ARTIFACTS}/artifacts/0/{self._run_id()}/artifacts"

    def _artifact(self) -> str:
        return self.random.choice(
            ["a.txt", "dir/b.json", "dir/sub/c d.bin", "dir", "none", "é.txt"]
        )

    # The server

    def ask_server(self) -> Call:
        path = self.random.choice(["/health", "/version", "/api/2.0/mlflow/nope"])
        return Call("GET", path)


PROMPT_TAG = "mlflow.prompt.is_prompt"
SOURCES = [
    "s3://b/two",
    "gs://b/x/",
    "/etc",
    "file:///tmp/x",
    "relative",
    "s3://b/../c",
    "dbfs:/x",
    "http://host/x",
    "ftp:///x",
    "models:/none/1",
    "models:/m@a",
    "mlflow-artifacts:/0/x",
    "runs:/x/y",
]
BAD_TOKENS = ["zz", "e30=", "bnVsbA==", "eyJvZmZzZXQiOiAieCJ9", "eyJvZmZzZXQiOiAxfQ=="]

WEIGHTS = {
    "create_experiment": 3,
    "get_experiment": 3,
    "get_experiment_by_name": 2,
    "update_experiment": 2,
    "delete_experiment": 1,
    "restore_experiment": 2,
    "set_experiment_tag": 3,
    "delete_experiment_tag": 1,
    "search_experiments": 9,
    "search_datasets": 3,
    "create_run": 8,
    "get_run": 9,
    "update_run": 5,
    "delete_run": 2,
    "restore_run": 2,
    "log_metric": 8,
    "log_parameter": 5,
    "set_tag": 5,
    "delete_tag": 2,
    "log_batch": 9,
    "log_inputs": 5,
    "log_outputs": 3,
    "log_model": 2,
    "get_history": 5,
    "get_history_interval": 3,
    "search_runs": 30,
    "create_logged_model": 4,
    "get_logged_model": 5,
    "finalize_logged_model": 3,
    "delete_logged_model": 1,
    "set_logged_model_tags": 3,
    "delete_logged_model_tag": 1,
    "log_logged_model_params": 2,
    "search_logged_models": 14,
    "create_registered_model": 4,
    "get_registered_model": 6,
    "update_registered_model": 2,
    "rename_registered_model": 2,
    "delete_registered_model": 1,
    "search_registered_models": 8,
    "get_latest_versions": 3,
    "set_model_tag": 3,
    "delete_model_tag": 1,
    "set_alias": 4,
    "delete_alias": 2,
    "get_alias": 3,
    "create_version": 8,
    "get_version": 4,
    "get_download_uri": 2,
    "update_version": 2,
    "transition_stage": 4,
    "delete_version": 1,
    "set_version_tag": 3,
    "delete_version_tag": 1,
    "search_versions": 9,
    "upload": 2,
    "download": 2,
    "list_artifacts": 2,
    "delete_artifact": 1,
    "ask_server": 1,
}
