"""The artifacts that a tracking server or store hands out."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

from mlflow import MlflowClient


def artifacts_of(tracking_uri: str) -> dict[str, bytes]:
    """The files of active runs and models by where they belong."""
    client = MlflowClient(tracking_uri, registry_uri=tracking_uri)
    experiments = [experiment.experiment_id for experiment in client.search_experiments()]
    found: dict[str, bytes] = {}
    for run in client.search_runs(experiments):
        for path in files_below(client, run.info.run_id, None):
            local = client.download_artifacts(run.info.run_id, path)
            found[f"{run.info.run_id}/{path}"] = Path(local).read_bytes()
    for model in client.search_logged_models(experiments):
        for path, size in model_files(tracking_uri, model.model_id):
            found[f"{model.model_id}/{path}"] = str(size).encode()
    assert found
    return found


def model_files(tracking_uri: str, model_id: str) -> list[tuple[str, int]]:
    """The client would ask the first server again that had a model at the same place."""
    if not tracking_uri.startswith("http"):
        client = MlflowClient(tracking_uri, registry_uri=tracking_uri)
        entries = client.list_logged_model_artifacts(model_id)
        return [(entry.path, entry.file_size) for entry in entries]
    url = f"{tracking_uri}/api/2.0/mlflow/logged-models/{model_id}/artifacts/directories"
    with urllib.request.urlopen(url, timeout=10) as reply:
        return [(entry["path"], entry["file_size"]) for entry in json.load(reply).get("files", [])]


def files_below(client: MlflowClient, run_id: str, folder: str | None) -> list[str]:
    entries = client.list_artifacts(run_id, folder)
    folders = [entry.path for entry in entries if entry.is_dir]
    files = [entry.path for entry in entries if not entry.is_dir]
    return files + [path for inner in folders for path in files_below(client, run_id, inner)]
