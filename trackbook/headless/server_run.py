"""A run on the tracking server that a command holds open."""

from __future__ import annotations

import contextlib
import getpass
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ..kernel.delivery import find_experiment
from ..kernel.destination import Destination
from ..kernel.rest import Refused, RestClient, Unreachable
from ..kernel.session import now
from .open_runs import OpenRuns
from .place import Place

BATCH = 100
# A server that restarts is back by then.
PATIENCE = 15.0
RETRY = 0.5

Result = TypeVar("Result")


class ServerRun:
    """A run as it was found; each call waits for a server that is away for a while, then raises
    Unreachable."""

    def __init__(self, destination: Destination, found: Mapping[str, Any]) -> None:
        info, data = found["info"], found.get("data", {})
        self.run_id: str = info["run_id"]
        self.name: str = info.get("run_name") or self.run_id
        self.experiment_id: str = info["experiment_id"]
        self.tags: dict[str, str] = _by_key(data.get("tags"))
        self.params: dict[str, str] = _by_key(data.get("params"))
        self.metrics = _metrics_of(data)
        self._destination = destination
        self._artifact_uri: str = info.get("artifact_uri", "")
        self._open_runs: OpenRuns | None = None

    @classmethod
    def create(
        cls, place: Place, name: str, tags: Mapping[str, str], params: Mapping[str, str]
    ) -> ServerRun:
        """A run that is held open until it is finished."""
        user = getpass.getuser()
        all_tags = {"mlflow.user": user, **tags}
        created = _insist(
            place.destination,
            lambda client: client.post(
                "runs/create",
                {
                    "experiment_id": place.experiment_id,
                    "user_id": user,
                    "run_name": name,
                    "start_time": now(),
                    "tags": [{"key": key, "value": value} for key, value in all_tags.items()],
                },
            ),
        )
        run = cls(place.destination, created["run"])
        run._open_runs = place.open_runs
        run._open_runs.hold(run.run_id)
        run._log_params(params)
        return run

    @classmethod
    def find(cls, destination: Destination, run_id: str) -> ServerRun:
        found = _insist(destination, lambda client: client.get("runs/get", run_id=run_id))
        return cls(destination, found["run"])

    @staticmethod
    def search(destination: Destination, experiment_id: str, filter_: str) -> list[str]:
        """The ids of the runs of an experiment that match."""
        body = {"experiment_ids": [experiment_id], "filter": filter_, "max_results": 1000}
        found = _insist(destination, lambda client: client.post("runs/search", body))
        return [run["info"]["run_id"] for run in found.get("runs", [])]

    def _log_params(self, params: Mapping[str, str]) -> None:
        items = [{"key": key, "value": value} for key, value in params.items()]
        for start in range(0, len(items), BATCH):
            self._post("runs/log-batch", {"params": items[start : start + BATCH]})

    def set_tag(self, key: str, value: str) -> None:
        self._post("runs/set-tag", {"key": key, "value": value})

    def keep_open(self) -> None:
        """The notebook's code may have ended the run: it goes on with the next cell."""
        if self._open_runs is not None:
            self._open_runs.note_alive()
        # Only what is shown meanwhile: `finish` has the last word, and hears of what is wrong.
        with contextlib.suppress(Refused, Unreachable):
            client = self._destination.client(self._destination.require())
            client.post("runs/update", {"run_id": self.run_id, "status": "RUNNING"})

    def finish(self, status: str, name: str | None) -> None:
        """`name` is what the user wants it to be called, whatever its code called it."""
        named, end_time = {"run_name": name} if name else {}, now()
        if self._open_runs is not None:
            self._open_runs.note_end(self.run_id, status, end_time)
        self._post("runs/update", {"status": status, "end_time": end_time, **named})
        if self._open_runs is not None:
            self._open_runs.let_go(self.run_id)

    def read_again(self) -> ServerRun:
        """The run as it is after others have logged to it."""
        return ServerRun.find(self._destination, self.run_id)

    def glance(self) -> None:
        """See what was logged until now, if the server can be asked."""
        with contextlib.suppress(Refused, Unreachable):
            client = self._destination.client(self._destination.require())
            found = client.get("runs/get", run_id=self.run_id)["run"]
            self.metrics = _metrics_of(found["data"])

    def store(self, path: str, text: str) -> None:
        try:
            _insist(
                self._destination,
                lambda client: client.put_artifact(self._artifact_uri, path, text.encode()),
            )
        except Refused as refusal:
            if refusal.code != "NOT_IMPLEMENTED":
                raise
            # The server keeps artifacts elsewhere, where only MLflow's own client can write.
            from mlflow import MlflowClient

            MlflowClient().log_text(self.run_id, text, path)

    def _post(self, endpoint: str, body: Mapping[str, object]) -> None:
        _insist(
            self._destination, lambda client: client.post(endpoint, {"run_id": self.run_id, **body})
        )


def place_of(destination: Destination, chosen: dict[str, str]) -> Place:
    """The experiment of which id or name is known; one with a new name is made."""

    def ask(client: RestClient) -> dict[str, Any]:
        found = find_experiment(client, chosen)
        return client.get("experiments/get", experiment_id=found)["experiment"]

    experiment = _insist(destination, ask)
    id_, name = experiment["experiment_id"], experiment["name"]
    return Place(destination, OpenRuns(destination), id_, name)


def _metrics_of(data: Mapping[str, Any]) -> dict[str, float]:
    # JSON has no NaN: such values are texts.
    return {key: float(value) for key, value in _by_key(data.get("metrics")).items()}


def _by_key(items: Sequence[Mapping[str, Any]] | None) -> dict[str, Any]:
    return {item["key"]: item["value"] for item in items or []}


def _insist(destination: Destination, call: Callable[[RestClient], Result]) -> Result:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return call(destination.client(destination.require()))
        except Unreachable:
            if time.monotonic() > deadline:
                raise
            time.sleep(RETRY)
