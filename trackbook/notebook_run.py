"""A run that is a whole notebook: how the command that runs it tells the hook in the kernel."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

VARIABLE = "TRACKBOOK_NOTEBOOK_RUN"
RUN_ID = "MLFLOW_RUN_ID"


@dataclass(frozen=True)
class Repeated:
    """A run that another one repeats."""

    # Its own; on the others that are executed it only depends.
    cells: Sequence[str]
    # The keys that it has.
    params: Sequence[str]
    metrics: Sequence[str]


@dataclass(frozen=True)
class NotebookRun:
    run_id: str
    experiment_id: str
    experiment_name: str
    # Whether the one `mlflow.start_run()` of the notebook means this run.
    adopts_start_run: bool
    # The run of the grid that this is one of, which the command holds open, too.
    parent_run_id: str | None = None
    # Of the lifeline.
    lifeline: str | None = None
    # The names that were set.
    parameters: Sequence[str] = ()
    repeated: Repeated | None = None

    def environment(self) -> dict[str, str]:
        """For a kernel; without the hook it still finds the run, as by `mlflow run`."""
        return {VARIABLE: json.dumps(asdict(self)), RUN_ID: self.run_id}

    @classmethod
    def take(cls) -> NotebookRun | None:
        """The run that this kernel was started for; taken out of what its children inherit."""
        text = os.environ.pop(VARIABLE, None)
        if text is None:
            return None
        values = json.loads(text)
        repeated = values.pop("repeated", None)
        run = cls(**values, repeated=repeated and Repeated(**repeated))
        if os.environ.get(RUN_ID) == run.run_id:
            del os.environ[RUN_ID]
        return run


class Lifeline:
    """A pipe that a kernel inherits and that ends with the command, however that ends.

    Windows has no way to hand one down: there the next start closes what a killed command left.
    """

    def __init__(self) -> None:
        self._ends = os.pipe() if os.name == "posix" else None

    def __enter__(self) -> Lifeline:
        return self

    def __exit__(self, *error: object) -> None:
        for end in self._ends or ():
            os.close(end)

    @property
    def name(self) -> str | None:
        """By which the kernel knows it from whatever else has the number there."""
        return _name(self._ends[0]) if self._ends else None

    def for_child(self) -> dict[str, Any]:
        """Arguments for Popen."""
        return {"pass_fds": (self._ends[0],)} if self._ends else {}


def watch(lifeline: str, on_end: Callable[[], None]) -> bool:
    """In the kernel: calls `on_end`, on a thread of its own, once the command is gone.

    False if the kernel has no such lifeline.
    """
    end = int(lifeline.partition(":")[0])
    try:
        is_here = _name(end) == lifeline
    except OSError:
        is_here = False
    if not is_here:
        # What starts the kernel has closed it on the way.
        return False

    def wait() -> None:
        while os.read(end, 1):
            pass
        on_end()

    threading.Thread(target=wait, name="trackbook-lifeline", daemon=True).start()
    return True


def _name(end: int) -> str:
    return f"{end}:{os.fstat(end).st_ino}"
