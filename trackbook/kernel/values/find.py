"""All that a cell left behind, in the order in which it is offered."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .cell_source import CellSource
from .figures import figures
from .finding import Finding, under
from .metrics import best_scores, last_result, printed_metrics, shown_variables
from .models import models
from .params import assigned_scalars, estimator_params, keyword_arguments
from .tables import tables

TIME_BUDGET = 0.1
LIMIT = 200


@dataclass
class Shown:
    """What a cell showed while it ran."""

    text: str = ""
    result: Any = None
    """The value of its last expression."""
    figures: list[Any] = field(default_factory=list)


def find(source: str, namespace: Mapping[str, Any], shown: Shown | None = None) -> list[Finding]:
    """What the time allows; `source` is plain Python, the values are as they are now."""
    shown = shown or Shown()
    cell = CellSource.parse(source)
    found = _Found(cell.logged)
    deadline = time.monotonic() + TIME_BUDGET
    for finding in _all(cell, namespace, shown, found):
        found.add(finding)
        if time.monotonic() > deadline or len(found.findings) >= LIMIT:
            break
    return found.findings


def _all(
    cell: CellSource, namespace: Mapping[str, Any], shown: Shown, found: _Found
) -> Iterator[Finding]:
    """Exact values first: what was printed may be rounded."""
    printed = shown_variables(cell, namespace)
    yield from printed.values()
    yield from assigned_scalars(cell, namespace, but=printed)
    yield from last_result(cell, shown.result)
    yield from best_scores(cell, namespace)
    yield from printed_metrics(shown.text, found.metrics)
    for owner, finding in estimator_params(cell, namespace):
        yield found.told_apart(finding, owner)
    for owner, finding in keyword_arguments(cell, namespace):
        if not found.knows(finding):
            yield found.told_apart(finding, owner)
    yield from models(cell, namespace)
    yield from figures(cell, namespace, [shown.result, *shown.figures])
    yield from tables(cell, namespace, shown.result)


class _Found:
    """Each key once."""

    def __init__(self, logged: set[str]) -> None:
        self._logged = logged
        self._findings: dict[tuple[str, str], Finding] = {}

    @property
    def findings(self) -> list[Finding]:
        return list(self._findings.values())

    @property
    def metrics(self) -> list[float]:
        return [float(each.value) for each in self._findings.values() if each.kind == "metric"]

    def add(self, finding: Finding) -> None:
        if finding.key not in self._logged:
            self._findings.setdefault((finding.kind, finding.key), finding)

    def knows(self, finding: Finding) -> bool:
        """Whether it was found already, be it as the param of a pipeline's step."""
        return any(
            each.kind == finding.kind
            and each.value == finding.value
            and each.key.rpartition("__")[2] == finding.key
            for each in self._findings.values()
        )

    def told_apart(self, finding: Finding, owner: str) -> Finding:
        """A second model of a cell may have been told otherwise."""
        other = self._findings.get((finding.kind, finding.key))
        return finding if other is None or other.value == finding.value else under(finding, owner)
