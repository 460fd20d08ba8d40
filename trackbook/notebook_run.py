"""A run that is a whole notebook: how the command that runs it tells the hook in the kernel."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

VARIABLE = "TRACKBOOK_NOTEBOOK_RUN"
RUN_ID = "MLFLOW_RUN_ID"


@dataclass(frozen=True)
class NotebookRun:
    run_id: str
    experiment_id: str
    experiment_name: str
    # Whether the one `mlflow.start_run()` of the notebook means this run.
    adopts_start_run: bool

    def environment(self) -> dict[str, str]:
        """For a kernel; without the hook it still finds the run, as by `mlflow run`."""
        return {VARIABLE: json.dumps(asdict(self)), RUN_ID: self.run_id}

    @classmethod
    def take(cls) -> NotebookRun | None:
        """The run that this kernel was started for; taken out of what its children inherit."""
        text = os.environ.pop(VARIABLE, None)
        if text is None:
            return None
        run = cls(**json.loads(text))
        if os.environ.get(RUN_ID) == run.run_id:
            del os.environ[RUN_ID]
        return run
