"""One thing that can be logged to a run with one click."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal["param", "metric", "figure", "table", "model"]


@dataclass(frozen=True)
class Finding:
    kind: Kind
    key: str
    """The key of a param or metric, the path of an artifact, the name of a model."""
    value: str | float
    """The value of a param or metric; of an object a few words on it."""
    code: str | None = None
    """What logs it from a cell; None if no code of the cell reaches it."""
    content: Any = None
    """Of a figure, table or model: itself, with what is needed to log it."""

    @property
    def is_object(self) -> bool:
        return self.content is not None


def quoted(text: str) -> str:
    """As a Python string in double quotes, as most people write them."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def param(key: str, value: Any, expression: str) -> Finding:
    code = f"mlflow.log_param({quoted(key)}, {expression})"
    return Finding("param", key, str(value), code)


def metric(key: str, value: Any, expression: str) -> Finding:
    code = f"mlflow.log_metric({quoted(key)}, {expression})"
    return Finding("metric", key, float(value), code)


def under(finding: Finding, prefix: str) -> Finding:
    """The same param by a longer name."""
    key = f"{prefix}.{finding.key}"
    code = finding.code and finding.code.replace(quoted(finding.key), quoted(key), 1)
    return replace(finding, key=key, code=code)
