"""What is on the tracking server, asked over its API."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from trackbook import environment
from trackbook.embedded.server_record import ServerRecord
from trackbook.embedded.supervisor import Supervisor
from trackbook.kernel.rest import RestClient

PATIENCE = 60


@dataclass
class Run:
    run_id: str
    name: str
    status: str
    experiment_id: str
    end_time: int | None
    artifact_uri: str
    params: dict[str, str]
    metrics: dict[str, float]
    tags: dict[str, str]

    @classmethod
    def parse(cls, run: dict[str, Any]) -> Run:
        info, data = run["info"], run["data"]
        return cls(
            info["run_id"],
            info["run_name"],
            info["status"],
            info["experiment_id"],
            info.get("end_time"),
            info["artifact_uri"],
            *({item["key"]: item["value"] for item in data.get(kind, [])} for kind in KINDS),
        )


KINDS = ("params", "metrics", "tags")


@dataclass
class Tracking:
    record: ServerRecord
    data_dir: Path
    supervisor: Supervisor | None = None

    def __post_init__(self) -> None:
        self.client = RestClient(self.record.url, f"Bearer {self.record.token}")

    @staticmethod
    def environment(record: ServerRecord, data_dir: Path) -> dict[str, str]:
        return {
            environment.TRACKING_URI: record.url,
            environment.TRACKING_TOKEN: record.token,
            environment.OUR_URI: record.url,
            environment.OUR_DATA_DIR: str(data_dir),
        }

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        experiments = self.client.post("experiments/search", {"max_results": 1000})
        ids = [experiment["experiment_id"] for experiment in experiments["experiments"]]
        query = {"experiment_ids": ids, "order_by": ["attributes.start_time ASC"]}
        found = self.client.post("runs/search", query).get("runs", [])
        return [Run.parse(run) for run in found]

    def wait_for_runs(self, count: int = 1, status: str | None = None) -> list[Run]:
        """Wait until there are so many runs, all of this status, and their record is stored."""
        deadline = time.monotonic() + PATIENCE
        while True:
            runs = self.runs()
            settled = [run for run in runs if status is None or run.status == status]
            if len(settled) >= count and len(runs) == len(settled):
                return runs
            if time.monotonic() > deadline:
                raise AssertionError(f"Waited for {count} runs ({status}), have {runs}")
            time.sleep(0.05)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.runs()
            time.sleep(0.05)

    def wait_for_cells(self, run: Run) -> dict[str, Any]:
        return json.loads(self.wait_for_artifact(run, "trackbook/cells.json"))

    def wait_for_artifact(self, run: Run, path: str) -> str:
        deadline = time.monotonic() + PATIENCE
        while True:
            found = self.client.get("artifacts/list", run_id=run.run_id, path="trackbook")
            if path in [file["path"] for file in found.get("files", [])]:
                return self.artifact(run, path)
            if time.monotonic() > deadline:
                raise AssertionError(f"{run.name} has no {path}: {found}")
            time.sleep(0.05)

    def log(self, run: Run, *, params: dict[str, str], metrics: dict[str, float]) -> None:
        """As a click in the side panel does."""
        time_ms = int(time.time() * 1000)
        self.client.post(
            "runs/log-batch",
            {
                "run_id": run.run_id,
                "params": [{"key": key, "value": value} for key, value in params.items()],
                "metrics": [
                    {"key": key, "value": value, "timestamp": time_ms, "step": 0}
                    for key, value in metrics.items()
                ],
            },
        )

    def discard(self, run_id: str) -> None:
        request = urllib.request.Request(
            f"{self.record.url}/api/2.0/trackbook/runs/discard",
            json.dumps({"run_id": run_id}).encode(),
            {"Authorization": f"Bearer {self.record.token}", "Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=10).close()

    def artifact(self, run: Run, path: str) -> str:
        return self.artifact_bytes(run, path).decode()

    def artifact_bytes(self, run: Run, path: str) -> bytes:
        root = urlsplit(run.artifact_uri).path.strip("/")
        request = urllib.request.Request(
            f"{self.record.url}/api/2.0/mlflow-artifacts/artifacts/{root}/{path}",
            headers={"Authorization": f"Bearer {self.record.token}"},
        )
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.read()
