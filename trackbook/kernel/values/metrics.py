"""Metrics that a cell shows without keeping them: printed, or as its last expression."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..loaded import attributes
from .cell_source import Assignment, CellSource, scoring_function
from .finding import Finding, metric
from .looks import of_each
from .scalars import as_scalar, is_key, is_metric, named_like_metric

LINE_LIMIT = 300

# "RMSE: 6.31", "test accuracy = 93 %", "rmse 6.31", "loss=0.2"; at each place in the line.
_PRINTED = re.compile(
    r"(?P<name>[A-Za-z][\w./-]*(?:[ ]+[A-Za-z][\w./-]*)*)(?:\s*\([^)]*\))?(?P<gap>\s*[:=]\s*|\s+)"
    r"(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.]*\w)"
)


def shown_variables(cell: CellSource, namespace: Mapping[str, Any]) -> dict[str, Finding]:
    """By variable: `print(f"rmse {x:.2f}")` makes a metric rmse of x, with its full value."""
    found = {}
    for text, name in cell.printed:
        scalar = as_scalar(namespace.get(name))
        key = name if named_like_metric(name) else as_key(text.rpartition("\n")[2])
        if scalar is not None and is_key(key) and is_metric(key, scalar):
            found[name] = metric(key, scalar, name)
    return found


def last_result(cell: CellSource, result: Any) -> Iterator[Finding]:
    """`model.score(X, y)` at the end of a cell."""
    last = cell.last_expression
    if not isinstance(last, ast.Call):
        return
    key, scalar = scoring_function(last), as_scalar(result)
    if key and scalar is not None and is_metric(key, scalar, is_result=True):
        yield metric(key, scalar, ast.unparse(last))


def best_scores(cell: CellSource, namespace: Mapping[str, Any]) -> Iterator[Finding]:
    """What a search for hyperparameters reached."""

    def look(assignment: Assignment) -> Iterator[Finding]:
        scalar = as_scalar(attributes(namespace.get(assignment.name)).get("best_score_"))
        if scalar is not None and is_metric("best_score", scalar):
            yield metric("best_score", scalar, f"{assignment.name}.best_score_")

    return of_each(cell.assignments, look)


def printed_metrics(text: str, known: list[float]) -> Iterator[Finding]:
    """The last number printed for each name of a metric, unless it is a known one, rounded."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        for match in _PRINTED.finditer(line[:LINE_LIMIT]):
            key = as_key(match["name"])
            # "loss 0.2" may be a sentence, "error on page 3" is one.
            is_close = match["gap"].strip() or named_like_metric(key.rpartition("_")[2])
            if is_close and is_key(key) and named_like_metric(key):
                found[key] = match["number"]
    for key, number in found.items():
        digits = len(re.split("[eE]", number)[0].partition(".")[2])
        if float(number) not in [round(value, digits) for value in known]:
            yield metric(key, number, number)


def as_key(text: str) -> str:
    """`Test RMSE` as the name of a metric: test_rmse."""
    return "_".join(re.findall(r"[\w./]+", text.lower().replace("-", "_"))).strip("._/")
