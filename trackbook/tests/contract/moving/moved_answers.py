"""All that a tracking server or store answers about what it holds, as plain values."""

from __future__ import annotations

import sys
from typing import Any

from mlflow import MlflowClient
from mlflow.entities import ViewType

Answers = dict[str, Any]


def answers_of(tracking_uri: str, *, places: bool = False) -> Answers:
    """Everything by names that stay the same when it is moved; with artifact URIs if `places`."""
    client = MlflowClient(tracking_uri, registry_uri=tracking_uri)
    experiments = {
        experiment.experiment_id: experiment
        for experiment in client.search_experiments(view_type=ViewType.ALL)
    }
    found = client.search_runs(list(experiments), run_view_type=ViewType.ALL, max_results=50_000)
    # A search does not tell the models that went into a run.
    runs = [client.get_run(run.info.run_id) for run in found]
    active = [run for run in runs if run.info.lifecycle_stage == "active"]
    names = {key: experiment.name for key, experiment in experiments.items()}
    models = client.search_logged_models(list(experiments))
    return {
        "experiments": {e.name: _experiment(e, places) for e in experiments.values()},
        "runs": {run.info.run_id: _run(run, names, places) for run in runs},
        "histories": {run.info.run_id: _histories(client, run) for run in active},
        "logged models": {model.model_id: _logged_model(model, names, places) for model in models},
        "registered models": {
            model.name: _registered_model(client, model, places)
            for model in client.search_registered_models()
        },
    }


def _experiment(experiment: Any, places: bool) -> Answers:
    return {
        "stage": experiment.lifecycle_stage,
        "created": experiment.creation_time,
        "updated": experiment.last_update_time,
        "tags": experiment.tags,
        **(
            {"id": experiment.experiment_id, "place": experiment.artifact_location}
            if places
            else {}
        ),
    }


def _run(run: Any, names: dict[str, str], places: bool) -> Answers:
    info = run.info
    return {
        "experiment": names[info.experiment_id],
        "name": info.run_name,
        "user": info.user_id,
        "status": info.status,
        "times": (info.start_time, info.end_time),
        "stage": info.lifecycle_stage,
        "params": run.data.params,
        "tags": run.data.tags,
        "metrics": {key: number(value) for key, value in run.data.metrics.items()},
        "datasets": sorted(
            (*_fields(entry.dataset), sorted((tag.key, tag.value) for tag in entry.tags))
            for entry in run.inputs.dataset_inputs
        ),
        "model inputs": sorted(entry.model_id for entry in run.inputs.model_inputs),
        "model outputs": sorted(
            (entry.model_id, entry.step) for entry in run.outputs.model_outputs
        ),
        **({"place": info.artifact_uri} if places else {}),
    }


def _fields(dataset: Any) -> tuple[str, ...]:
    return (
        dataset.name,
        dataset.digest,
        dataset.source_type,
        dataset.source,
        dataset.schema or "",
        dataset.profile or "",
    )


def number(value: float) -> str:
    """As text, since NaN equals nothing. Databases know no infinities, nor a negative zero."""
    largest = sys.float_info.max
    return repr(min(max(value, -largest), largest) + 0.0)


def _histories(client: MlflowClient, run: Any) -> Answers:
    return {
        key: sorted(
            (point.step, point.timestamp, number(point.value))
            for point in client.get_metric_history(run.info.run_id, key)
        )
        for key in run.data.metrics
    }


def _logged_model(model: Any, names: dict[str, str], places: bool) -> Answers:
    return {
        "experiment": names[model.experiment_id],
        "name": model.name,
        "status": str(model.status),
        "times": (model.creation_timestamp, model.last_updated_timestamp),
        "type": model.model_type or "",
        "run": model.source_run_id,
        "params": model.params,
        "tags": model.tags,
        "metrics": sorted(
            (m.key, m.step, m.timestamp, m.value, m.run_id, m.dataset_name, m.dataset_digest)
            for m in model.metrics or []
        ),
        **({"place": model.artifact_location} if places else {}),
    }


def _registered_model(client: MlflowClient, model: Any, places: bool) -> Answers:
    versions = client.search_model_versions(f"name='{model.name}'")
    return {
        "times": (model.creation_timestamp, model.last_updated_timestamp),
        "description": model.description or "",
        "tags": model.tags,
        "aliases": {alias: int(version) for alias, version in model.aliases.items()},
        "versions": {
            int(version.version): {
                "times": (version.creation_timestamp, version.last_updated_timestamp),
                "stage": version.current_stage,
                "description": version.description or "",
                "run": version.run_id,
                "status": version.status,
                "tags": version.tags,
                "aliases": sorted(client.get_model_version(model.name, version.version).aliases),
                **({"source": version.source} if places else {}),
            }
            for version in versions
        },
    }
