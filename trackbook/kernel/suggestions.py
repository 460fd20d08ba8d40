"""Which values that a cell assigned are worth logging: params, or metrics by their look."""

from __future__ import annotations

import ast
import math
import numbers
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .masking import is_secret

SOURCE_LIMIT = 50_000
TEXT_LIMIT = 250
DICT_LIMIT = 100

_METRIC_NAME = re.compile(
    r"(^|_)(rmse|mse|mae|mape|r2|auc|roc|acc|accuracy|loss|score|error|f1|precision|recall"
    r"|logloss|perplexity|iou|bleu|rouge|mcc)(_|\d|$)",
    re.IGNORECASE,
)
_METRIC_FUNCTION = re.compile(r"_(score|error|loss|deviance)$|^score$")


@dataclass
class Values:
    params: dict[str, str] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.params or self.metrics)

    def add(self, name: str, value: Any, *, is_result: bool = False) -> None:
        """File a scalar under its kind; anything else is no value to log."""
        scalar = as_scalar(value)
        if scalar is None:
            return
        if is_metric(name, scalar, is_result=is_result):
            self.metrics[name] = float(scalar)
        else:
            self.params[name] = str(scalar)


def suggest(source: str, namespace: Mapping[str, Any]) -> Values:
    """The values that this cell assigned, as they are now in the namespace."""
    values = Values()
    for name, is_result in _assigned(source):
        value = namespace.get(name)
        if isinstance(value, dict):
            for key, item in list(value.items())[:DICT_LIMIT]:
                if isinstance(key, str) and not _hides(key, item):
                    values.add(key, item)
        elif not _hides(name, value):
            values.add(name, value, is_result=is_result)
    return values


def _hides(name: str, value: Any) -> bool:
    return isinstance(value, str) and len(value) <= TEXT_LIMIT and is_secret(name, value)


def is_metric(name: str, scalar: bool | float | str, *, is_result: bool = False) -> bool:
    if isinstance(scalar, (bool, str)) or not math.isfinite(scalar):
        return False
    return is_result or _METRIC_NAME.search(name) is not None


def as_scalar(value: Any) -> bool | int | float | str | None:
    """Plain Python for a scalar, NumPy's included; None for anything else."""
    if isinstance(value, str):
        return value if len(value) <= TEXT_LIMIT else None
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, numbers.Number) and hasattr(value, "item"):
        return as_scalar(value.item())
    return None


def _assigned(source: str) -> Iterator[tuple[str, bool]]:
    """Names assigned at the cell's top level, and whether each is the result of a metric."""
    if len(source) > SOURCE_LIMIT:
        return
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for statement in _statements(tree.body):
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
            targets = [statement.target]
        else:
            continue
        is_result = _calls_metric(statement.value)
        for target in targets:
            for name in ast.walk(target):
                if isinstance(name, ast.Name) and not name.id.startswith("_"):
                    yield name.id, is_result


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run in the cell itself: into `with` and `if`, not into functions."""
    for statement in body:
        yield statement
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(statement, part, []))


def _calls_metric(value: ast.expr | None) -> bool:
    if not isinstance(value, ast.Call):
        return False
    function = value.func
    name = getattr(function, "attr", None) or getattr(function, "id", "")
    return _METRIC_FUNCTION.search(name) is not None
