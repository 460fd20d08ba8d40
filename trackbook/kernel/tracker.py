"""Which executions become which run: the rules of adoption.

A run of ours is lent to the user's code through MLFLOW_RUN_ID before the cell, and taken back
after it. `mlflow.start_run` is never called, and runs that the user's code made keep the status
that it gives them.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..notebook_run import NotebookRun
from . import fluent
from .destination import Destination
from .offline import Offline
from .outbox import Outbox
from .session import Execution, now, since

Kind = Literal["cell", "recording"]

# A busy server may take a moment; one that is known to be away is not waited for at all.
CREATE_PATIENCE = 3.0
RUN_STATUS = {"ok": "FINISHED", "error": "FAILED", "interrupted": "KILLED", "died": "KILLED"}
CELL_TAGS = ("trackbook.cell_id", "trackbook.execution_count")


class NoActiveRun(RuntimeError):
    """There is no run to log to."""


@dataclass
class TrackedRun:
    """A run that a cell or recording is stored as. `key` names it until the server has."""

    key: str
    kind: str
    name: str | None
    server: str
    experiment: dict[str, str]
    started_at: int
    ours: bool = True
    executions: int = 0
    # Of each cell the last result: a cell that was mended and run again has not failed.
    results: dict[str | int, str] = field(default_factory=dict)

    @property
    def status(self) -> str:
        results = self.results.values()
        if "interrupted" in results or "died" in results:
            return "KILLED"
        return "FAILED" if "error" in results else "FINISHED"

    def take(self, execution: Execution) -> None:
        execution.touch(self.key)
        self.executions += 1
        self.results[execution.cell_id or execution.seq] = "died"


class Tracker:
    def __init__(
        self,
        outbox: Outbox,
        destination: Destination,
        tags: Callable[[Execution | None, str], dict[str, str]],
        on_run: Callable[[str, Execution | None, str, str], None],
        store_data: Callable[[str, int, str], None],
        offline: Offline,
    ) -> None:
        self.recording: TrackedRun | None = None
        self.last: TrackedRun | None = None
        # The run that this kernel was started for. Whoever made it ends it, too.
        self.notebook: TrackedRun | None = None
        self._outbox = outbox
        self._destination = destination
        self._tags = tags
        self._on_run = on_run
        self._store_data = store_data
        self._offline = offline
        self._cell: TrackedRun | None = None
        self._deferred: str | None = None
        # By the id that it was lent by: ours, while the server has given it none.
        self._lent: tuple[TrackedRun, str] | None = None
        self._stopping = False
        self._execution: Execution | None = None

    @property
    def run(self) -> TrackedRun | None:
        """The run that the current execution belongs to, else the recording or the notebook's."""
        return self._cell or self.recording or self.notebook

    @property
    def tracks(self) -> bool:
        """Whether the present execution is, or becomes, a part of a run."""
        return self.run is not None or self._deferred is not None

    def id_to_log_to(self) -> str | None:
        """The server's id of the run that `log` takes; None if there is none yet."""
        theirs = fluent.active_run_id()
        if self.run is None and theirs:
            return theirs
        return self.run_id(self.run or self.last)

    def run_id(self, run: TrackedRun | None) -> str | None:
        """The server's id of the run, once it has one."""
        if run is None:
            return None
        return self._outbox.delivery.run_ids.get(run.key) if run.ours else run.key

    def before(
        self,
        execution: Execution,
        name: str | None,
        changes_experiment: Callable[[], bool],
        joins_notebook_run: Callable[[], bool],
    ) -> None:
        """A cell is about to run; `name` is not None if it shall be a run of its own."""
        self._execution = execution
        theirs = fluent.active_run_id()
        if theirs:
            self._touch(execution, theirs)
        wanted = name is not None or self.recording is not None
        # MLflow refuses to resume a run of another experiment than the one the cell chooses.
        unadoptable = wanted and changes_experiment()
        if name is not None:
            if unadoptable and not theirs:
                self._deferred = name
            else:
                self._cell = self._begin("cell", name or None, execution, theirs)
        if self.run is not None:
            self._name_first_cell(self.run, execution)
            self.run.take(execution)
            self._touch(execution, self.run.key)
            if joins_notebook_run() if self.run is self.notebook else not unadoptable:
                self._lend(self.run)

    def join_notebook_run(self, lent: NotebookRun, tags: Mapping[str, str]) -> None:
        """All that this kernel executes belongs to this run."""
        server = self._destination.require()
        experiment = {"id": lent.experiment_id}
        self.notebook = TrackedRun(
            lent.run_id, "notebook", None, server, experiment, now(), ours=False
        )
        self.log(params={}, metrics={}, tags=tags, run=self.notebook)

    def after(self, execution: Execution, *, made_runs: bool) -> TrackedRun | None:
        """The cell has ended; returns the run that it belonged to."""
        self._execution = None
        theirs = fluent.active_run_id()
        self._take_back(RUN_STATUS[execution.status] if self._cell else "RUNNING")
        if theirs and (self.run is None or theirs != self.run_id(self.run)):
            self._touch(execution, theirs)
        if self._deferred is not None:
            # The cell chose its experiment itself. If it made runs there, those are the runs.
            if not made_runs:
                self._cell = self._begin("cell", self._deferred or None, execution, theirs)
                self._cell.take(execution)
                self._touch(execution, self._cell.key)
            self._deferred = None
        run = self.run
        if run is not None:
            run.results[execution.cell_id or execution.seq] = execution.status
            self.last = run
        if self._cell is not None:
            self._finish(self._cell, self._cell.status, execution.seq)
            self._cell = None
        if self._stopping and self.recording is not None:
            self._end_recording(execution.seq, self.recording.status)
        return run

    def start_recording(self, name: str | None) -> TrackedRun:
        """From here on executions are one run, the present one included."""
        if self.recording is not None and not self._stopping:
            return self.recording
        theirs = fluent.active_run_id()
        self.recording = self._begin("recording", name, self._execution, theirs)
        self._stopping = False
        if self._execution is not None and self._cell is None:
            self.recording.take(self._execution)
            self._touch(self._execution, self.recording.key)
            self._lend(self.recording)
        return self.recording

    def stop_recording(self, last_seq: int) -> TrackedRun | None:
        """End the recording, with the present execution if there is one."""
        run = self.recording
        if run is None:
            return None
        if self._execution is None:
            self._end_recording(last_seq, run.status)
        else:
            if self._lent and self._lent[0] is run:
                self._take_back("RUNNING")
            self._stopping = True
        return run

    def log(
        self,
        *,
        params: Mapping[str, str],
        metrics: Mapping[str, float],
        tags: Mapping[str, str],
        run: TrackedRun | None = None,
        observed: bool = False,
        only_missing: bool = False,
    ) -> TrackedRun:
        """Log to a run: by default this cell's, the recording, the user's active or the last run.

        Params that were merely observed yield to those that the run has already; of what is only
        to be added where it is missing, metrics do, too.
        """
        run = run or self._target()
        time = now()
        self._outbox.put(
            "log",
            run=run.key,
            server=run.server,
            params=[{"key": key, "value": value} for key, value in params.items()],
            metrics=[
                {"key": key, "value": value, "timestamp": time, "step": 0}
                for key, value in metrics.items()
            ],
            tags=[{"key": key, "value": value} for key, value in tags.items()],
            observed=observed,
            only_missing=only_missing,
        )
        return run

    def forget(self, run_id: str) -> None:
        """The run was discarded: nothing more is logged to it."""
        if self.run_id(self.last) == run_id:
            self.last = None

    def close(self, last_seq: int) -> None:
        """The kernel ends: so do its open runs."""
        self._take_back("KILLED")
        if self._cell is not None:
            self._finish(self._cell, "KILLED", last_seq)
            self._cell = None
        if self.recording is not None:
            self._end_recording(last_seq, "KILLED")
        if self.notebook is not None:
            run, server = self.notebook.key, self.notebook.server
            self._outbox.put("provenance", run=run, server=server, upto=last_seq)
            self._store_data(server, last_seq, run)

    def abandon(self, lent: NotebookRun, last_seq: int) -> None:
        """The command that holds the notebook's run is gone: nobody else ends it soon."""
        assert self.notebook is not None
        for run_id in (lent.run_id, lent.parent_run_id):
            if run_id is not None:
                self._outbox.put(
                    "finish",
                    **{"run": run_id, "server": self.notebook.server, "upto": last_seq},
                    **{"kind": "notebook", "status": "KILLED", "end_time": now()},
                    only_open=True,
                )

    def _begin(
        self, kind: Kind, name: str | None, execution: Execution | None, theirs: str | None
    ) -> TrackedRun:
        server = self._destination.require()
        started_at = execution.started_at if execution else now()
        if theirs:
            # The user's code has a run open: this is that run, and it stays the user's.
            return TrackedRun(theirs, "code", None, server, {}, started_at, ours=False)
        experiment = fluent.active_experiment()
        run = TrackedRun(uuid.uuid4().hex, kind, name, server, experiment, started_at)
        number = self._outbox.put(
            "create",
            run=run.key,
            server=server,
            experiment=experiment,
            name=name,
            kind=kind,
            start_time=started_at,
            tags={**self._tags(execution, kind), "trackbook.key": run.key},
        )
        self._outbox.wait_sent(number, CREATE_PATIENCE)
        run_id = self.run_id(run)
        if run_id:
            self._on_run(run_id, execution, "RUNNING", kind)
        return run

    def _name_first_cell(self, run: TrackedRun, execution: Execution) -> None:
        """By it the run is found when its notebook was renamed: records cannot be searched."""
        if run.executions == 0 and run.kind in ("recording", "notebook"):
            tags = self._tags(execution, run.kind)
            cell = {key: tags[key] for key in CELL_TAGS if key in tags}
            self.log(params={}, metrics={}, tags=cell, run=run)

    def _finish(self, run: TrackedRun, status: str, upto: int) -> None:
        common = {"run": run.key, "server": run.server, "upto": upto}
        if run.ours:
            end_time = run.started_at + since(run.started_at)
            self._outbox.put("finish", **common, status=status, end_time=end_time, kind=run.kind)
            self._outbox.put("provenance", **common)
            self._store_data(run.server, upto, run.key)

    def _end_recording(self, upto: int, status: str) -> None:
        assert self.recording is not None
        self._finish(self.recording, status, upto)
        self.last, self.recording, self._stopping = self.recording, None, False

    def _lend(self, run: TrackedRun) -> None:
        """Let the cell's fluent calls find our run, unless that could disturb them."""
        if (
            (run.ours or run is self.notebook)
            and run.server == self._destination.current
            and run.experiment == fluent.active_experiment()
            and fluent.RUN_ID not in os.environ
            and fluent.active_run_id() is None
        ):
            run_id = self.run_id(run) or self._provisional_id(run)
            if run_id is not None:
                os.environ[fluent.RUN_ID] = run_id
                self._lent = run, run_id

    def _provisional_id(self, run: TrackedRun) -> str | None:
        adopted = self._offline.adopt(run.key, run.experiment, run.name, run.started_at)
        return run.key if adopted else None

    def _take_back(self, status: str) -> None:
        if self._lent is None:
            return
        (run, run_id), self._lent = self._lent, None
        if os.environ.get(fluent.RUN_ID) == run_id:
            del os.environ[fluent.RUN_ID]
            return
        if run is self.notebook:
            # Between cells it stays what the user's code made it, active or not.
            return
        fluent.deactivate(run_id, status)
        if run is self.recording and status == "RUNNING":
            # The cell may have ended the run, as `with mlflow.start_run()` does; it goes on.
            self._outbox.put("reopen", run=run.key, server=run.server, upto=-1)

    def _target(self) -> TrackedRun:
        theirs = fluent.active_run_id()
        run = self._cell or self.recording
        if run is None and theirs:
            server = self._destination.require()
            return TrackedRun(theirs, "code", None, server, {}, now(), ours=False)
        run = run or self.notebook or self.last
        if run is None:
            raise NoActiveRun(
                "No run to log to: put %%track on top of the cell, or start one with %track_start."
            )
        return run

    def _touch(self, execution: Execution, key: str) -> None:
        execution.touch(key)
        self._outbox.put("touch", seq=execution.seq, run=key)
