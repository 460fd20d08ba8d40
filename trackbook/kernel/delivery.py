"""What each journal entry means to a tracking server."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any, BinaryIO

from .data.data_record import DataRecord, of_executions
from .data.dataset_inputs import dataset_inputs
from .destination import Destination
from .environment_record import environment_record, uncommitted_diff
from .journal import Entry
from .provenance import Repository, requirements
from .record_file import RecordFile
from .rest import Refused, RestClient, Unreachable
from .session import Execution, Session

CELLS = "trackbook/cells.json"
REQUIREMENTS = "trackbook/requirements.txt"
DATA = "trackbook/data.json"
ENVIRONMENT = "trackbook/environment.json"
UNCOMMITTED = "trackbook/uncommitted.diff"
DEFAULT_EXPERIMENT = "0"
PARENT = "mlflow.parentRunId"
PARAM_TAKEN = "INVALID_PARAMETER_VALUE"
BATCH = 100
JUDGED_AT_ONCE = 20
PAGE = 1000
ENDED = ("FINISHED", "FAILED", "KILLED")
MISSING = "RESOURCE_DOES_NOT_EXIST"
# Said by the hook of its own accord: of no use to a run that its user has discarded.
UNASKED = ("reopen", "finish", "provenance", "data")


class Postponed(Exception):
    """A part is done; the rest is to be asked for again when nothing is in a hurry."""


RunListener = Callable[[str, "Execution | None", str, str], None]


@dataclass
class CodeRun:
    """A run that the user's code made: tied to its cell, otherwise left alone."""

    run_id: str
    status: str = "RUNNING"
    in_kernel: bool = False
    end_time: int | None = None
    announced: str | None = None
    complete: bool = False


class Delivery:
    """Makes requests of entries.

    Raises Unreachable or Postponed to be called again with the same entry.
    """

    def __init__(
        self,
        session: Session,
        destination: Destination,
        repository: Repository,
        on_run: RunListener = lambda run_id, execution, status, kind: None,
        *,
        data: DataRecord | None = None,
        is_present: bool = True,
    ) -> None:
        """`is_present` is False for a session that is gone: this environment is not its."""
        self.run_ids: dict[str, str] = {}
        self._session = session
        self._record = RecordFile(session, self.run_ids)
        self._destination = destination
        self._repository = repository
        self._on_run = on_run
        self._data_record = data or DataRecord()
        self._is_present = is_present
        self._artifact_uris: dict[str, str] = {}
        self._data_stored: dict[str, str] = {}
        self._code_runs: dict[str, CodeRun] = {}
        self._is_hurried: Callable[[], bool] = lambda: False

    def deliver(
        self, entry: Entry, *, again: bool, is_hurried: Callable[[], bool] = lambda: False
    ) -> dict[str, Any]:
        """Do what the entry says; returns what a later session must know of it.

        `is_hurried` tells whether something has come meanwhile that a cell may wait for.
        """
        self._is_hurried = is_hurried
        client = self._destination.client(entry["server"])
        method: Callable[..., dict[str, Any] | None] = getattr(self, f"_{entry['op']}")
        try:
            return method(client, entry, again) or {}
        except Refused:
            unasked = entry["op"] in UNASKED or entry.get("observed")
            if unasked and entry["run"] and self._is_gone(client, entry["run"]):
                return {}
            raise

    @property
    def unanswered_for(self) -> float:
        """How long the server has owed an answer, in seconds; any thread may ask."""
        return self._destination.unanswered_for

    def name_experiment(self, server: str, experiment: dict[str, str]) -> tuple[str, str]:
        """Id and name of an experiment of which one is known."""
        client = self._destination.client(server)
        if "id" in experiment:
            found = client.get("experiments/get", experiment_id=experiment["id"])
        else:
            found = client.get("experiments/get-by-name", experiment_name=experiment["name"])
        return found["experiment"]["experiment_id"], found["experiment"]["name"]

    def name_parent(self, tags: dict[str, str]) -> None:
        """Call a run's parent by the server's id in these tags."""
        if PARENT in tags:
            tags[PARENT] = self.run_ids.get(tags[PARENT], tags[PARENT])

    @property
    def code_runs(self) -> int:
        """How many runs of the user's code were found."""
        return len(self._code_runs)

    @property
    def has_open_code_runs(self) -> bool:
        return any(not run.complete for run in self._code_runs.values())

    def announce_code_runs(self, server: str) -> None:
        """Tell of new runs while their cell is still running."""
        for run, execution in self._find_code_runs(self._destination.client(server)):
            self._announce(run, execution)

    def _create(self, client: RestClient, entry: Entry, again: bool) -> dict[str, Any]:
        # Offline mode keeps what the client has tried in vain.
        again = again or entry.get("tried", False)
        run = self._created_before(client, entry) if again else None
        if run is None:
            tags = {**entry["tags"], "mlflow.user": getpass.getuser()}
            self.name_parent(tags)
            run = self._create_run(client, entry, tags)
        run_id = run["info"]["run_id"]
        self._know(entry["run"], run_id, run["info"].get("artifact_uri", ""))
        return {"run_id": run_id}

    def _create_run(self, client: RestClient, entry: Entry, tags: dict[str, str]) -> dict[str, Any]:
        body = {
            "user_id": tags["mlflow.user"],
            "start_time": entry["start_time"],
            "tags": [{"key": key, "value": value} for key, value in tags.items()],
            **({"run_name": entry["name"]} if entry["name"] else {}),
        }
        try:
            experiment_id = find_experiment(client, entry["experiment"])
            return client.post("runs/create", {**body, "experiment_id": experiment_id})["run"]
        except Refused as refusal:
            if entry["experiment"].get("id") == DEFAULT_EXPERIMENT:
                raise
            # A deleted experiment takes no runs; what was observed must still go somewhere.
            run = client.post("runs/create", {**body, "experiment_id": DEFAULT_EXPERIMENT})["run"]
            self._know(entry["run"], run["info"]["run_id"], run["info"].get("artifact_uri", ""))
            raise Refused(
                refusal.code, f"{refusal} The run went to the Default experiment instead."
            ) from refusal

    def _created_before(self, client: RestClient, entry: Entry) -> dict[str, Any] | None:
        """The run, if an earlier attempt made it and only its answer was lost."""
        runs = self._search(client, f"tags.`trackbook.key` = '{entry['run']}'")
        return next(runs, None)

    def _log(self, client: RestClient, entry: Entry, again: bool) -> None:
        run_id = self.run_ids.get(entry["run"], entry["run"])
        items = [(kind, item) for kind in ("params", "metrics", "tags") for item in entry[kind]]
        if entry.get("only_missing"):
            data = client.get("runs/get", run_id=run_id)["run"].get("data", {})
            there = {(kind, item["key"]) for kind in data for item in data[kind]}
            items = [(kind, item) for kind, item in items if (kind, item["key"]) not in there]
        for start in range(0, len(items), BATCH):
            try:
                _log_batch(client, run_id, items[start : start + BATCH])
            except Refused as refusal:
                # A param keeps its first value; a variable that changed since is no mistake.
                if not (entry.get("observed") and refusal.code == PARAM_TAKEN):
                    raise

    def _provenance(self, client: RestClient, entry: Entry, again: bool) -> None:
        # Not before the run is made: the cell waits for that, and git may take its time.
        self._repository.refresh()
        commit = self._repository.commit
        if commit is not None:
            run_id = self.run_ids.get(entry["run"], entry["run"])
            tags = [{"key": key, "value": value} for key, value in commit.tags().items()]
            client.post("runs/log-batch", {"run_id": run_id, "tags": tags})
        self._upload_provenance(client, entry["run"], entry["upto"])

    def _data(self, client: RestClient, entry: Entry, again: bool) -> None:
        """What the session read: with a run of ours, or else with those of the user's code."""
        if entry["run"] is None:
            for run in self._code_runs.values():
                self._store_data(client, run.run_id, self._last_seq(run))
                self._let_pass()
            return
        run_id = self.run_ids.get(entry["run"], entry["run"])
        content = self._store_data(client, run_id, entry["upto"])
        if content is not None:
            self._log_inputs(client, run_id, content, {entry["run"], run_id})

    def _store_data(self, client: RestClient, run_id: str, upto: int) -> dict[str, Any] | None:
        content = self._data_record.content(self._session.id, upto)
        text = json.dumps(content, indent=1)
        # Runs that stay open over many cells are come by at each of them.
        if content is not None and self._data_stored.get(run_id) != text:
            self._store(client, run_id, DATA, text)
            self._tidy_up(client, run_id)
            self._data_stored[run_id] = text
        return content

    def _log_inputs(
        self, client: RestClient, run_id: str, content: dict[str, Any], keys: set[str]
    ) -> None:
        executions = [each for each in self._session.executions if keys & {*each.run_ids}]
        if not executions:
            return
        own = of_executions(content, {execution.seq for execution in executions})
        notebook = executions[-1].notebook
        source = {"mlflow.source.type": "NOTEBOOK", "mlflow.source.name": notebook or "console"}
        datasets = dataset_inputs(own, source)
        if datasets:
            client.post("runs/log-inputs", {"run_id": run_id, "datasets": datasets})

    def _finish(self, client: RestClient, entry: Entry, again: bool) -> None:
        run_id = self.run_ids.get(entry["run"], entry["run"])
        if entry.get("only_open") and self._status_of(client, run_id) in ENDED:
            return
        body = {"run_id": run_id, "status": entry["status"]}
        if "end_time" in entry:
            body["end_time"] = entry["end_time"]
        client.post("runs/update", body)
        self._on_run(run_id, self._execution(entry["upto"]), entry["status"], entry["kind"])

    def _status_of(self, client: RestClient, run_id: str) -> str:
        return client.get("runs/get", run_id=run_id)["run"]["info"]["status"]

    def _reopen(self, client: RestClient, entry: Entry, again: bool) -> None:
        run_id = self.run_ids.get(entry["run"], entry["run"])
        client.post("runs/update", {"run_id": run_id, "status": "RUNNING"})

    def _attach(self, client: RestClient, entry: Entry, again: bool) -> None:
        """Give the runs of user code their provenance, once their cell has ended."""
        # All first: the cells that are stored with one run name the others, too.
        for run, execution in list(self._find_code_runs(client)):
            if run.complete or (execution and execution.duration_ms is None and not entry["last"]):
                continue
            if entry["last"] and run.in_kernel and run.status not in ENDED:
                # Its kernel is gone: nothing can end it any more.
                update = {"run_id": run.run_id, "status": "KILLED", "end_time": entry["time"]}
                client.post("runs/update", update)
                run.status = "KILLED"
            self._upload_provenance(client, run.run_id, self._last_seq(run))
            run.complete = run.status in ENDED
            self._announce(run, execution)
            self._let_pass()

    def _let_pass(self) -> None:
        """Cells that made hundreds of runs must not hold up those after them."""
        if self._is_hurried():
            raise Postponed

    def _judge(self, client: RestClient, entry: Entry, again: bool) -> None:
        """Has Trackbook's server say whether the notebook still does what its runs did."""
        found = self._search(client, f"tags.`trackbook.session` = '{self._session.id}'")
        run_ids = [run["info"]["run_id"] for run in found]
        for start in range(0, len(run_ids), JUDGED_AT_ONCE):
            body = {"run_ids": run_ids[start : start + JUDGED_AT_ONCE], "cells": entry["cells"]}
            try:
                client.post("runs/judge", body, api="trackbook")
            except Refused as refusal:
                # MLflow's own server has no such thing, and says so in HTML.
                if refusal.code != "UNKNOWN":
                    raise

    def _find_code_runs(self, client: RestClient) -> Iterator[tuple[CodeRun, Execution | None]]:
        session = f"tags.`trackbook.session` = '{self._session.id}'"
        for found in self._search(client, f"{session} AND tags.`trackbook.kind` = 'code'"):
            info = found["info"]
            tags = {tag["key"]: tag["value"] for tag in found["data"].get("tags", [])}
            run = self._code_runs.setdefault(info["run_id"], CodeRun(info["run_id"]))
            run.status, run.end_time = info["status"], info.get("end_time")
            run.in_kernel = tags.get("mlflow.source.type") == "NOTEBOOK"
            self._artifact_uris[run.run_id] = info.get("artifact_uri", "")
            execution = self._execution_tagged(tags)
            if execution:
                execution.touch(run.run_id)
            yield run, execution

    def _search(self, client: RestClient, filter_: str) -> Iterator[dict[str, Any]]:
        for experiment_ids in _experiment_pages(client):
            token: str | None = None
            while True:
                body = {"experiment_ids": experiment_ids, "filter": filter_, "max_results": PAGE}
                page = client.post("runs/search", {**body, "page_token": token} if token else body)
                yield from page.get("runs", [])
                token = page.get("next_page_token")
                if not token:
                    break

    def _upload_provenance(self, client: RestClient, run: str, upto: int) -> None:
        run_id = self.run_ids.get(run, run)
        self._store_cells(client, run_id, upto)
        self._store(client, run_id, REQUIREMENTS, self._requirements)
        if self._is_present:
            self._upload_environment(client, run_id)
        self._tidy_up(client, run_id)

    def _upload_environment(self, client: RestClient, run_id: str) -> None:
        commit = self._repository.commit
        diff = uncommitted_diff() if commit and commit.dirty else None
        environment = environment_record(commit, diff)
        self._store(client, run_id, ENVIRONMENT, json.dumps(environment, indent=1))
        if diff:
            self._store(client, run_id, UNCOMMITTED, diff)

    def _tidy_up(self, client: RestClient, run_id: str) -> None:
        """Files are stored without a look at their run, which may have been discarded meanwhile."""
        if self._is_gone(client, run_id):
            client.delete_artifacts(self._artifact_uris[run_id].removesuffix("/artifacts"))

    def _is_gone(self, client: RestClient, run: str) -> bool:
        try:
            client.get("runs/get", run_id=self.run_ids.get(run, run))
        except Refused as refusal:
            if refusal.code != MISSING:
                raise
            return True
        return False

    def _store_cells(self, client: RestClient, run_id: str, upto: int) -> None:
        try:
            file = self._record.upto(upto)
        except OSError as error:
            raise Unreachable(f"{CELLS} has to wait for room on the disk: {error}") from error
        self._put(client, run_id, CELLS, file)

    def _store(self, client: RestClient, run_id: str, path: str, text: str) -> None:
        self._put(client, run_id, path, BytesIO(text.encode("utf-8", "backslashreplace")))

    def _put(self, client: RestClient, run_id: str, path: str, file: BinaryIO) -> None:
        if run_id not in self._artifact_uris:
            info = client.get("runs/get", run_id=run_id)["run"]["info"]
            self._artifact_uris[run_id] = info.get("artifact_uri", "")
        try:
            client.put_artifact(self._artifact_uris[run_id], path, file)
        except Refused as refusal:
            mlflow = sys.modules.get("mlflow")
            if refusal.code != "NOT_IMPLEMENTED" or mlflow is None:
                raise
            # The server keeps artifacts elsewhere, where only MLflow's own client can write.
            file.seek(0)
            mlflow.MlflowClient(client.url).log_text(run_id, file.read().decode(), path)

    def _announce(self, run: CodeRun, execution: Execution | None) -> None:
        if run.announced != run.status:
            run.announced = run.status
            self._on_run(run.run_id, execution, run.status, "code")

    def _know(self, key: str, run_id: str, artifact_uri: str) -> None:
        self.run_ids[key] = run_id
        self._artifact_uris[run_id] = artifact_uri

    def _execution(self, seq: int) -> Execution | None:
        executions = self._session.executions
        return executions[seq] if 0 <= seq < len(executions) else None

    def _execution_tagged(self, tags: dict[str, str]) -> Execution | None:
        cell, count = tags.get("trackbook.cell_id"), tags.get("trackbook.execution_count")
        for execution in reversed(self._session.executions):
            if execution.cell_id == cell and str(execution.execution_count) == count:
                return execution
        return None

    def _last_seq(self, run: CodeRun) -> int:
        """The last execution that began before the run's end."""
        if run.end_time:
            for execution in reversed(self._session.executions):
                if execution.started_at <= run.end_time:
                    return execution.seq
        return self._session.last_seq

    @cached_property
    def _requirements(self) -> str:
        return requirements()


def find_experiment(client: RestClient, experiment: dict[str, str]) -> str:
    if "id" in experiment:
        return experiment["id"]
    try:
        found = client.get("experiments/get-by-name", experiment_name=experiment["name"])
        return found["experiment"]["experiment_id"]
    except Refused as refusal:
        if refusal.code != MISSING:
            raise
        return client.post("experiments/create", {"name": experiment["name"]})["experiment_id"]


def _experiment_pages(client: RestClient) -> Iterator[list[str]]:
    token: str | None = None
    while True:
        body = {"max_results": PAGE, **({"page_token": token} if token else {})}
        page = client.post("experiments/search", body)
        ids = [experiment["experiment_id"] for experiment in page.get("experiments", [])]
        if ids:
            yield ids
        token = page.get("next_page_token")
        if not token:
            return


def _log_batch(client: RestClient, run_id: str, items: list[tuple[str, Any]]) -> None:
    """One request, or one each if the server refuses some: the others must not be lost."""
    body: dict[str, Any] = {"run_id": run_id, "params": [], "metrics": [], "tags": []}
    for kind, item in items:
        body[kind].append(item)
    try:
        client.post("runs/log-batch", body)
    except Refused:
        if len(items) == 1:
            raise
        refusals = []
        for item in items:
            try:
                _log_batch(client, run_id, [item])
            except Refused as refusal:
                refusals.append(refusal)
        if refusals:
            raise Refused(refusals[0].code, " ".join(map(str, refusals))) from refusals[0]
