"""From executions to runs: keeps the session, tracks runs, sends both, and tells notebooks."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from .. import environment, run_tags
from ..notebook_run import NotebookRun
from . import fluent
from .code_run_watch import CodeRunWatch
from .data.data_capture import DataCapture
from .data.data_record import DataRecord
from .data.frame_snapshots import Snapshots
from .data.limits import DataLimits
from .delivery import Delivery
from .destination import Destination, NoServer
from .front import Message
from .journal import journal_folders, open_journal
from .masking import mask_secrets
from .offline import Offline
from .outbox import Outbox
from .provenance import NotebookCell, Repository
from .recovery import left_over_outboxes
from .repeated_values import RepeatedValues
from .rest import Refused
from .sender import Sender
from .session import Execution, Session, now, since
from .tracker import TrackedRun, Tracker
from .values import Finding

COMMIT_FRESH_FOR = 2.0
# Of the time that a kernel has to end: the rest is for sending.
DATA_SHARE = 0.5

# "always" is for params and metrics; "everything" logs figures, tables and models, too.
ValuesPolicy = Literal["ask", "always", "everything", "never"]

# The run's id, and the values as they were described to the front end.
Offer = tuple[str, list[Message]]


class Capture:
    def __init__(self, folder: Path, send: Callable[[Message], None]) -> None:
        self.session = Session()
        self.destination = Destination(folder)
        self.problem: str | None = None
        self.values: ValuesPolicy = "ask"
        self.notebook_run = NotebookRun.take()
        if self.notebook_run is not None:
            self.session.parameters = self.notebook_run.parameters
        repeated = self.notebook_run.repeated if self.notebook_run is not None else None
        self._repeated = RepeatedValues(repeated)
        self._send = send
        self._repository = Repository()
        self._mutex = threading.RLock()
        self._closed = False
        self._state: Message | None = None
        self._experiments: dict[str, tuple[str, str] | None] = {}
        self._notebook: str | None = None
        self._data_dir: str | None = None
        self._executions_seen = -1
        folders = journal_folders(self.destination.data_dir)
        journal = open_journal(folders, self.session.id)
        data = DataRecord()
        delivery = Delivery(
            self.session, self.destination, self._repository, self._on_run, data=data
        )
        self._uses = journal.uses
        self._outbox = Outbox(journal, delivery, self.send_state)
        data_dir = self.destination.data_dir or folder / ".trackbook"
        self._data = DataCapture(
            self.session, data, self._outbox, data_dir.parent, own=[data_dir, *folders]
        )
        self._code_runs = CodeRunWatch(
            journal.uses, self.session, self._outbox, self.destination, self._data.store
        )
        self._offline = Offline(self._outbox, self.destination, self.session)
        self._tracker = Tracker(
            self._outbox,
            self.destination,
            self._tags,
            self._on_run,
            self._data.store,
            self._offline,
        )
        self._sender = Sender(
            self._outbox,
            lambda: left_over_outboxes(folders, self.destination, self._repository, self._on_run),
            self._when_idle,
        )

    def start(self) -> None:
        self._offline.switch(environment.offline())
        try:
            self._data.limits.parse(os.environ.get(environment.DATA_LIMITS, ""))
        except ValueError as error:
            self.problem = f"{environment.DATA_LIMITS}: {error}"
        try:
            self.destination.join_folder()
        except NoServer as error:
            self.problem = str(error)
        self._outbox.put(
            "session",
            id=self.session.id,
            started_at=self.session.started_at,
            language_version=self.session.language_version,
            parameters=list(self.session.parameters),
        )
        self._note_data_dir()
        if self.notebook_run is not None:
            self._tracker.join_notebook_run(
                self.notebook_run, {"trackbook.session": self.session.id}
            )
        self._sender.start()
        self._data.install()

    def close(self, patience: float, cells: Sequence[NotebookCell] = ()) -> None:
        """End open runs and send what can be sent in time; the rest waits in the journal.

        `cells` are those of a notebook that ran without a front end, which would judge its runs.
        """
        if self._closed:
            return
        self._closed = True
        deadline = time.monotonic() + patience
        self._offline.close()
        self._log_repeated()
        self._tracker.close(self.session.last_seq)
        self._code_runs.close()
        self._data.close(patience * DATA_SHARE)
        if cells and self.destination.current:
            self._outbox.put(
                "judge",
                server=self.destination.current,
                cells=[{"id": cell.id, "source": mask_secrets(cell.source)} for cell in cells],
            )
        run_tags.withdraw()
        self._sender.close(max(0.0, deadline - time.monotonic()))
        self._outbox.journal.close(discard=not self._outbox.pending)
        self.destination.close()

    def abandon(self, patience: float) -> None:
        """The command that runs this notebook is gone: so are its runs."""
        if self.notebook_run is not None:
            self._tracker.abandon(self.notebook_run, self.session.last_seq)
        self.close(patience)

    def begin(
        self,
        source: str,
        seen: dict[str, Any],
        name: str | None,
        changes_experiment: Callable[[], bool],
        joins_notebook_run: Callable[[], bool],
    ) -> Execution:
        """An execution begins; it becomes a run of its own if `name` is not None."""
        with self._mutex:
            self._notebook = seen["notebook"] or self._notebook
            execution = self.session.begin(source=mask_secrets(source), **seen)
            self._outbox.put("begin", **vars(execution), server=self.destination.current)
            self._code_runs.cell_begins()
            try:
                self._tracker.before(execution, name, changes_experiment, joins_notebook_run)
                self._note_data_dir()
            except NoServer as error:
                # The user asked for a run and must hear why there is none; the cell runs on.
                self.problem = str(error)
                print(f"Trackbook: {error}", file=sys.stderr)
            self._publish_tags(execution)
            self._data.begin(execution)
            return execution

    def end(
        self,
        execution: Execution,
        status: str,
        error: dict[str, str] | None,
        find: Callable[[], list[Finding]],
        offer: Callable[[str, list[Finding]], list[Message]],
        take_frames: Callable[[Snapshots], None],
    ) -> Offer | None:
        """An execution has ended; returns what is offered of the values of a tracked one."""
        offered = None
        with self._mutex:
            execution.duration_ms = since(execution.started_at)
            execution.status, execution.error = status, error
            self._outbox.put(
                "end",
                seq=execution.seq,
                duration_ms=execution.duration_ms,
                status=status,
                error=error,
                time=now(),
            )
            made_runs = self._code_runs.cell_made_runs
            run = self._tracker.after(execution, made_runs=made_runs)
            self._code_runs.cell_ends()
            belongs_to_run = run is not None or made_runs or bool(execution.run_ids)
            self._data.end(execution, take_frames if belongs_to_run else None)
            if run is not None:
                found = [] if self.values == "never" else find()
                self._repeated.note(execution.cell_id, found)
                offered = self._offer(run, execution, found, offer)
        self.send_state()
        return offered

    def start_recording(self, name: str | None, notebook: str | None = None) -> None:
        with self._mutex:
            self._notebook = notebook or self._notebook
            self._tracker.start_recording(name)
        self.send_state()

    def stop_recording(self) -> bool:
        with self._mutex:
            run = self._tracker.stop_recording(self.session.last_seq)
        self.send_state()
        return run is not None

    def log(
        self, params: Mapping[str, str], metrics: Mapping[str, float], tags: Mapping[str, str]
    ) -> None:
        """Log to the active run; see Tracker.log for which that is."""
        with self._mutex:
            self._tracker.log(params=params, metrics=metrics, tags=tags)

    def forget(self, run_id: str) -> None:
        with self._mutex:
            self._tracker.forget(run_id)

    @property
    def is_tracking(self) -> bool:
        """Whether the present execution belongs to a run of ours."""
        return self._tracker.tracks

    @property
    def run_to_log_to(self) -> str | None:
        """The id of this cell's run, the recording, the user's active or the last run."""
        with self._mutex:
            return self._tracker.id_to_log_to()

    def set_experiment(self, experiment_id: str, name: str | None) -> None:
        with self._mutex:
            fluent.set_active_experiment(experiment_id)
            if name:
                self._experiments[str({"id": experiment_id})] = (experiment_id, name)
        self.send_state()

    def go_offline(self, enabled: bool) -> None:
        """Whether what code logs while the server is away waits, instead of failing."""
        self._offline.switch(enabled)
        self.send_state()

    @property
    def data_limits(self) -> DataLimits:
        """To be changed by the user's choice."""
        return self._data.limits

    def cancel_data(self) -> None:
        """Read no more of what the cells until now have read and made."""
        self._data.cancel()

    def send_state(self, *, always: bool = False) -> None:
        state = self._describe()
        if always or state != self._state:
            self._state = state
            self._send(state)

    def _describe(self) -> Message:
        recording = self._tracker.recording
        run_id = self._tracker.run_id(self._tracker.run)
        experiment = self._experiments.get(str(fluent.active_experiment()))
        return {
            "type": "state",
            "session_id": self.session.id,
            "recording": None
            if recording is None
            else {
                "run_id": self._tracker.run_id(recording),
                "name": recording.name,
                "started_at": recording.started_at,
                "executions": recording.executions,
            },
            "active_run_id": run_id,
            "experiment_id": experiment[0] if experiment else fluent.active_experiment().get("id"),
            "experiment_name": experiment[1] if experiment else None,
            "pending": self._outbox.pending + self._sender.left_over,
            "offline": self._offline.enabled,
            "connected": self._outbox.connected is not False,
            "error": self._outbox.error
            or self._outbox.journal_error
            or fluent.client_problem()
            or self.problem,
        }

    def _on_run(self, run_id: str, execution: Execution | None, status: str, kind: str) -> None:
        self._send(
            {
                "type": "run",
                "run_id": run_id,
                "cell_id": execution.cell_id if execution else None,
                "execution_count": execution.execution_count if execution else None,
                "status": status,
                "kind": kind,
            }
        )

    def _offer(
        self,
        run: TrackedRun,
        execution: Execution,
        found: list[Finding],
        offer: Callable[[str, list[Finding]], list[Message]],
    ) -> Offer | None:
        if self.values in ("always", "everything"):
            params = {each.key: str(each.value) for each in found if each.kind == "param"}
            metrics = {each.key: float(each.value) for each in found if each.kind == "metric"}
            if params or metrics:
                self._tracker.log(params=params, metrics=metrics, tags={}, run=run, observed=True)
            found = [finding for finding in found if finding.is_object]
        # Also where nothing was found: what an earlier cell left is not the last cell's any more.
        values, run_id = offer(run.key, found), self._tracker.run_id(run)
        self._send(
            {
                "type": "suggestions",
                "run_id": run_id,
                "cell_id": execution.cell_id,
                "values": values,
            }
        )
        return (run_id, values) if run_id and values else None

    def _log_repeated(self) -> None:
        params, metrics = self._repeated.params, self._repeated.metrics
        if params or metrics:
            self._tracker.log(
                params=params,
                metrics=metrics,
                tags={},
                run=self._tracker.notebook,
                observed=True,
                only_missing=True,
            )

    def _note_data_dir(self) -> None:
        """A journal is delivered to the folder's server only by kernels of the same folder."""
        data_dir = str(self.destination.data_dir)
        if data_dir != self._data_dir:
            self._data_dir = data_dir
            self._outbox.put("folder", data_dir=data_dir)

    def _publish_tags(self, execution: Execution) -> None:
        commit = self._repository.commit
        tags = {**self._cell_tags(execution, "code"), **(commit.tags() if commit else {})}
        run_tags.publish(tags, self._source_tags(), self._uses)

    def _tags(self, execution: Execution | None, kind: str) -> dict[str, str]:
        return {**self._cell_tags(execution, kind), **self._source_tags()}

    def _cell_tags(self, execution: Execution | None, kind: str) -> dict[str, str]:
        tags = {
            "trackbook.kind": kind,
            "trackbook.session": self.session.id,
            "trackbook.notebook": self._notebook,
        }
        if self.notebook_run is not None:
            tags["mlflow.parentRunId"] = self.notebook_run.run_id
        if execution is not None:
            tags["trackbook.cell_id"] = execution.cell_id
            tags["trackbook.execution_count"] = execution.execution_count
        return {key: str(value) for key, value in tags.items() if value is not None}

    def _source_tags(self) -> dict[str, str]:
        name = self._notebook or "console"
        return {"mlflow.source.name": name, "mlflow.source.type": "NOTEBOOK"}

    def _when_idle(self) -> None:
        """On the sending thread: what to ask the server when there is nothing to tell it."""
        server = self.destination.current
        if server is None:
            return
        if len(self.session.executions) != self._executions_seen:
            self._executions_seen = len(self.session.executions)
            self._repository.refresh(COMMIT_FRESH_FOR)
        self._name_experiment(server)
        self._code_runs.look(server)
        self.send_state()

    def _name_experiment(self, server: str) -> None:
        experiment = fluent.active_experiment()
        if str(experiment) not in self._experiments:
            try:
                found = self._outbox.delivery.name_experiment(server, experiment)
                self._experiments[str(experiment)] = found
            except Refused:
                # Not made yet, or deleted: asked again when another experiment was active.
                self._experiments[str(experiment)] = None
