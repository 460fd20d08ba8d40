"""Values that fit a param or a metric, and which of both they look like."""

from __future__ import annotations

import math
import re
from typing import Any

from ..loaded import is_a
from ..masking import is_secret

TEXT_LIMIT = 250
# As text a larger one is too long for a param; it is also too large for a float.
_LARGEST = 10**TEXT_LIMIT

Scalar = bool | int | float | str

_METRIC_NAME = re.compile(
    r"(^|_)(rmse|mse|mae|mape|r2|auc|roc|acc|accuracy|loss|score|error|f1|precision|recall"
    r"|logloss|perplexity|iou|bleu|rouge|mcc)(_|\d|$)",
    re.IGNORECASE,
)
_KEY = re.compile(r"[\w\-./: ]{1,250}")


def as_scalar(value: Any) -> Scalar | None:
    """Plain Python for a scalar, NumPy's included; None for anything else.

    Subclasses are made plain: what they do when they are measured or printed is their own affair.
    """
    cls = type(value)
    if issubclass(cls, str):
        text = str.__str__(value)
        return text if len(text) <= TEXT_LIMIT else None
    if cls is bool:
        return value
    if issubclass(cls, int):
        number = int.__index__(value)
        return number if -_LARGEST < number < _LARGEST else None
    if issubclass(cls, float):
        return float.__float__(value)
    if is_a(value, "numpy", "bool_"):
        return bool(value)
    if is_a(value, "numpy", "integer"):
        return int(value)
    if is_a(value, "numpy", "floating"):
        return float(value)
    return None


def is_metric(name: str, scalar: Scalar, *, is_result: bool = False) -> bool:
    if isinstance(scalar, (bool, str)) or not math.isfinite(scalar):
        return False
    return is_result or named_like_metric(name)


def named_like_metric(name: str) -> bool:
    return _METRIC_NAME.search(name) is not None


def is_key(key: Any) -> bool:
    """Whether MLflow takes this as the name of a param or metric."""
    return isinstance(key, str) and _KEY.fullmatch(key) is not None


def hides(name: str, value: Any) -> bool:
    """Whether the value is a secret by its name or look."""
    return isinstance(value, str) and len(value) <= TEXT_LIMIT and is_secret(name, value)
