"""Writes figures, tables and models to a run, which need not be active, nor even running."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from ..destination import Destination
from ..rest import Refused, RestClient
from .figures import Figure, files
from .models import Model, import_mlflow, log_model
from .tables import csv


class ObjectLog:
    def __init__(self, destination: Destination) -> None:
        self._destination = destination

    def write(self, run_id: str, key: str, content: Any) -> None:
        """`content` is a finding's; `key` the model's name or the artifact's path."""
        if isinstance(content, Model):
            self._destination.require()
            log_model(content, key, run_id)
        elif isinstance(content, Figure):
            self._store(run_id, files(key, content))
        else:
            self._store(run_id, {key: csv(content)})

    def _store(self, run_id: str, contents: dict[str, bytes]) -> None:
        with closing(self._destination.open_client(self._destination.require())) as client:
            uri = client.get("runs/get", run_id=run_id)["run"]["info"]["artifact_uri"]
            for path, content in contents.items():
                try:
                    client.put_artifact(uri, path, content)
                except Refused as refusal:
                    if refusal.code != "NOT_IMPLEMENTED":
                        raise
                    # The server keeps artifacts where only MLflow's own client can write.
                    _store_with_mlflow(client, run_id, path, content)


def _store_with_mlflow(client: RestClient, run_id: str, path: str, content: bytes) -> None:
    folder, _, name = path.rpartition("/")
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary, name)
        file.write_bytes(content)
        import_mlflow().MlflowClient(client.url).log_artifact(run_id, str(file), folder)
