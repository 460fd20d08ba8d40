"""Whether two answers to the same call say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from answers import Answer
from calls import Call
from deviations import find_deviation

# Clients match key words of a message; its punctuation and its lists of valid names differ.
SAME_SENSE = 0.5
# Several comparisons, or an operator that is wrong for any value.
SEVERAL_FAULTS = re.compile(r"\s(?:and|or)\s|<>|==|--|RLIKE", re.IGNORECASE)
NOT_ACTIVE = "must be in the 'active' state"
NO_SENSE = {"the", "a", "an", "is", "be", "to", "of", "for", "in", "see", "api", "docs", "more"}


@dataclass(frozen=True)
class Difference:
    call: Call
    expected: Answer
    actual: Answer
    what: str

    def __str__(self) -> str:
        return (
            f"{self.call}\n  differs in {self.what}\n"
            f"  mlflow:    {self.expected}\n  trackbook: {self.actual}"
        )


def compare(call: Call, expected: Answer, actual: Answer) -> Difference | None:
    """What is different; nothing where the answers agree or a known deviation explains it."""
    what = _difference(call, expected, actual)
    if what is None or find_deviation(call, expected, actual):
        return None
    return Difference(call, expected, actual, what)


def _difference(call: Call, expected: Answer, actual: Answer) -> str | None:
    if call.mlflow_fails:
        return "status" if actual.status >= 500 else None
    if expected.status != actual.status:
        return "status"
    if expected.status >= 400:
        return _difference_of_errors(call, expected, actual)
    if expected.headers != actual.headers:
        return "headers"
    return None if expected.body == actual.body else _first_difference(expected.body, actual.body)


def _difference_of_errors(call: Call, expected: Answer, actual: Answer) -> str | None:
    if isinstance(expected.body, dict) != isinstance(actual.body, dict):
        return "form of the error"
    if not isinstance(expected.body, dict):
        return None
    for key in ("error_code", "sqlstate", "error_class"):
        if expected.body.get(key) != actual.body.get(key):
            return key
    if (
        call.only_code
        or _may_have_two_faults(call)
        or _same_sense(expected.message, actual.message)
    ):
        return None
    return "message"


def _may_have_two_faults(call: Call) -> bool:
    """Which of two faults of a request is named is left open."""
    query = call.query or (call.json if isinstance(call.json, dict) else {})
    parts = [part for part in ("filter", "order_by", "page_token") if query.get(part)]
    return len(parts) > 1 or bool(SEVERAL_FAULTS.search(str(query.get("filter", ""))))


def _same_sense(one: str, other: str) -> bool:
    if "sqlite3." in one:
        # The database's own words.
        return True
    if NOT_ACTIVE in one or NOT_ACTIVE in other:
        # Something is wrong with the rest of the request, too.
        return True
    a, b = _words(one), _words(other)
    return a == b or len(a & b) >= SAME_SENSE * min(len(a), len(b))


def _words(message: str) -> set[str]:
    return set(re.findall(r"[\w-]+", message.lower())) - NO_SENSE


def _first_difference(expected: Any, actual: Any, path: str = "body") -> str:
    """The place of the first thing that differs."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in [*expected, *actual]:
            if expected.get(key) != actual.get(key):
                return _first_difference(expected.get(key), actual.get(key), f"{path}.{key}")
    if isinstance(expected, list) and isinstance(actual, list):
        for i, (a, b) in enumerate(zip(expected, actual, strict=False)):
            if a != b:
                return _first_difference(a, b, f"{path}[{i}]")
        return f"length of {path}: {len(expected)}, not {len(actual)}"
    return f"{path}: {str(expected)[:200]!r}, not {str(actual)[:200]!r}"
