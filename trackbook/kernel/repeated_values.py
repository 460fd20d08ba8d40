"""Values that a user logged to a run by a click: where the run is repeated, no code logs them."""

from __future__ import annotations

from collections.abc import Iterable

from ..notebook_run import Repeated
from .values.finding import Finding


class RepeatedValues:
    """What the cells leave behind of that which the repeated run has."""

    def __init__(self, repeated: Repeated | None) -> None:
        self._repeated = repeated
        self.params: dict[str, str] = {}
        self.metrics: dict[str, float] = {}

    def note(self, cell_id: str | None, found: Iterable[Finding]) -> None:
        run = self._repeated
        if run is None or cell_id not in run.cells:
            return
        for each in found:
            if each.kind == "param" and each.key in run.params:
                self.params[each.key] = str(each.value)
            elif each.kind == "metric" and each.key in run.metrics:
                self.metrics[each.key] = float(each.value)
