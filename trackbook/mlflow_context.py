"""MLflow's plugin point for tags: ties each run that the client makes to its cell."""

from __future__ import annotations

from mlflow.tracking.context.abstract_context import RunContextProvider

from . import run_tags


class TrackbookRunContext(RunContextProvider):
    """Tags runs of kernels, and of scripts that their cells start, from the environment."""

    def in_context(self) -> bool:
        return run_tags.present()

    def tags(self) -> dict[str, str]:
        run_tags.note_use()
        return run_tags.current()
