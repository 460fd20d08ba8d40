"""A notebook executed as a run, which is open from before the kernel starts until it has ended."""

from __future__ import annotations

import asyncio
import copy
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..kernel.destination import Destination
from ..kernel.masking import MASK, is_secret, mask_secrets
from ..kernel.provenance import notebook_path
from ..notebook_run import Lifeline, NotebookRun, Repeated
from .execution import CellFailed, Execution, KernelDied, Stopped
from .mlflow_calls import starts_one_run
from .place import Place
from .server_run import ServerRun
from .values import Parameters, shown

KIND = "notebook"
PARENT = "mlflow.parentRunId"


@dataclass(frozen=True)
class Task:
    """What to execute: a copy of `original`, which is in the file `path`, with its values set."""

    notebook: NotebookNode
    original: NotebookNode
    path: Path
    kernel: str
    # Where it runs, if not beside the file.
    folder: Path | None = None
    # What the user calls the run, if anything.
    name: str | None = None
    values: Parameters = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    timeout: int | None = None
    repeated: Repeated | None = None

    @property
    def working_folder(self) -> Path:
        return self.folder or self.path.parent


@dataclass(frozen=True)
class Outcome:
    run_id: str
    status: str
    seconds: float
    # What went wrong, and in which cell, if in one.
    error: str | None = None
    cell: int | None = None
    # What went wrong besides: the run is what its status says.
    warning: str | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)


class TrackedNotebook:
    """`notebook` is the executed copy; `run` and `outcome` are None until there is one."""

    def __init__(self, task: Task, place: Place) -> None:
        self.task = task
        self.notebook = copy.deepcopy(task.notebook)
        self.run: ServerRun | None = None
        self.outcome: Outcome | None = None
        self._place = place

    async def execute(
        self,
        stop: asyncio.Event,
        on_cell: Callable[[int], None],
        on_run: Callable[[ServerRun], None] = lambda run: None,
    ) -> Outcome:
        """Raises Refused or Unreachable if there can be no run."""
        began = time.monotonic()
        run = self.run = await asyncio.to_thread(self._create)
        on_run(run)
        status, error, cell = "FINISHED", None, None
        try:
            await self._in_kernel(run, stop, on_cell)
        except Stopped:
            status = "KILLED"
        except KernelDied as died:
            status, error, cell = "KILLED", str(died), died.cell
        except CellFailed as failed:
            status, error, cell = "FAILED", str(failed), failed.cell
        except BaseException:
            await asyncio.to_thread(run.finish, "FAILED", self.task.name)
            raise
        warning = await asyncio.to_thread(self._close, run, status)
        seconds = time.monotonic() - began
        metrics = (await asyncio.to_thread(run.read_again)).metrics
        self.outcome = Outcome(run.run_id, status, seconds, error, cell, warning, metrics)
        return self.outcome

    async def _in_kernel(
        self, run: ServerRun, stop: asyncio.Event, on_cell: Callable[[int], None]
    ) -> None:
        loop = asyncio.get_running_loop()

        def begins(index: int) -> None:
            loop.run_in_executor(None, run.keep_open)
            on_cell(index)

        with Lifeline() as lifeline:
            execution = Execution(
                self.notebook,
                kernel=self.task.kernel,
                folder=self.task.working_folder,
                timeout=self.task.timeout,
                on_cell=begins,
                lifeline=lifeline,
            )
            await execution.run(self._environment(run, lifeline), stop)

    def _create(self) -> ServerRun:
        task = self.task
        params = {
            name: MASK if is_secret(name, shown(value)) else shown(value)
            for name, value in task.values.items()
        }
        tags = {**notebook_tags(task.path, self._place.destination), **task.tags}
        return ServerRun.create(self._place, task.name or task.path.stem, tags, params)

    def _environment(self, run: ServerRun, lifeline: Lifeline) -> dict[str, str]:
        lent = NotebookRun(
            run.run_id,
            self._place.experiment_id,
            self._place.experiment_name,
            starts_one_run(self.notebook),
            self.task.tags.get(PARENT),
            lifeline.name,
            list(self.task.values),
            self.task.repeated,
        )
        kept = {k: v for k, v in os.environ.items() if k != "MLFLOW_EXPERIMENT_NAME"}
        return {
            **kept,
            **lent.environment(),
            "MLFLOW_EXPERIMENT_ID": self._place.experiment_id,
            "JPY_SESSION_NAME": str(self.task.path),
        }

    def _close(self, run: ServerRun, status: str) -> str | None:
        warning = None
        try:
            run.store(self.task.path.name, self._masked())
        except Exception as error:
            # MLflow's client raises what it will, and the run must end all the same.
            warning = f"The executed notebook could not be stored with the run: {error}"
        run.finish(status, self.task.name)
        return warning

    def _masked(self) -> str:
        stored = copy.deepcopy(self.notebook)
        for cell in stored.cells:
            if cell.cell_type == "code":
                cell.source = mask_secrets(cell.source)
        return nbformat.writes(stored)


def notebook_tags(path: Path, destination: Destination) -> dict[str, str]:
    root = destination.data_dir.parent if destination.data_dir else path.parent
    shown_path = notebook_path(str(path), root)
    return {
        "trackbook.kind": KIND,
        "trackbook.notebook": shown_path,
        "mlflow.source.name": shown_path,
        "mlflow.source.type": "NOTEBOOK",
    }
