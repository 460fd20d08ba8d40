"""Where Trackbook answers otherwise on purpose; each stands in docs/compatibility.md."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from answers import Answer
from calls import Call


@dataclass(frozen=True)
class Deviation:
    name: str
    # The first words of its row in docs/compatibility.md.
    row: str
    explains: Callable[[Call, Answer, Answer], bool]


# How Trackbook speaks of what MLflow does not look at.
WRONG_TYPE = "Hint: Value was of type"
IGNORED = re.compile(f"{WRONG_TYPE}|Missing value for required parameter")
# How it refuses what MLflow finds a meaning in.
NONSENSE = ("Invalid clause(s) in filter", "Expected a quoted string value")
# How it speaks of a clause that MLflow refuses in other words.
MALFORMED = (
    "Invalid clause(s) in filter",
    "Search filter ",
    "Invalid order by key",
    "Invalid attribute key",
    "Expected numeric value",
    "Expected a quoted string value",
    "Invalid comparator",
)


def _is_refusal(answer: Answer) -> bool:
    return answer.status in (400, 403, 404) and answer.error_code is not None


def _mlflow_fails(call: Call, expected: Answer, actual: Answer) -> bool:
    return expected.status == 500 and (_is_refusal(actual) or call.is_search)


def _ignored_part(call: Call, expected: Answer, actual: Answer) -> bool:
    same = expected.error_code == actual.error_code
    if call.is_search:
        return bool(IGNORED.search(actual.message)) and (same or expected.status == 200)
    # Refused by MLflow, too, but for another part.
    return same and WRONG_TYPE in actual.message


def _unreadable(_: Call, expected: Answer, actual: Answer) -> bool:
    return expected.status < 500 and actual.message.startswith("The request body ")


def _page_size(call: Call, expected: Answer, actual: Answer) -> bool:
    if "registered-models" not in call.path and "model-versions" not in call.path:
        return False
    return expected.status < 500 and "'max_results'" in actual.message


def _malformed_filter(call: Call, expected: Answer, actual: Answer) -> bool:
    same = expected.error_code == actual.error_code == "INVALID_PARAMETER_VALUE"
    return same and actual.message.startswith(MALFORMED)


def _odd_ordering(call: Call, expected: Answer, actual: Answer) -> bool:
    return expected.status == 200 and "order_by clause" in actual.message


def _nonsense(call: Call, expected: Answer, actual: Answer) -> bool:
    return expected.status == 200 and actual.message.startswith(NONSENSE)


def _form_of_error(_: Call, expected: Answer, actual: Answer) -> bool:
    return expected.status == actual.status and not expected.error_code and _is_refusal(actual)


def _empty_path(_: Call, expected: Answer, actual: Answer) -> bool:
    return expected.status == 404 and "required parameter 'path'" in actual.message


def _no_digest(call: Call, expected: Answer, actual: Answer) -> bool:
    if not call.path.endswith("/logged-models/search") or not isinstance(call.json, dict):
        return False
    datasets = call.json.get("datasets")
    return expected.status == actual.status == 200 and any(
        isinstance(dataset, dict) and not dataset.get("dataset_digest")
        for dataset in (datasets if isinstance(datasets, list) else [])
    )


DEVIATIONS = [
    Deviation("no digest", "logged models searched by data set without a digest", _no_digest),
    Deviation("empty path", "an empty path of an artifact", _empty_path),
    Deviation("form of an error", "GET of a folder through the artifact proxy", _form_of_error),
    Deviation("odd ordering", "some odd filters and orderings", _odd_ordering),
    Deviation("nonsense", "some odd filters and orderings", _nonsense),
    Deviation("unreadable body", "a body that is not JSON", _unreadable),
    Deviation("page size", "a page size below 1 in the registry", _page_size),
    Deviation("malformed filter", "a malformed filter or ordering", _malformed_filter),
    Deviation("mlflow fails", "a call that MLflow answers with 500", _mlflow_fails),
    Deviation("ignored part", "a part of a request of the wrong type", _ignored_part),
]


def find_deviation(call: Call, expected: Answer, actual: Answer) -> Deviation | None:
    return next((d for d in DEVIATIONS if d.explains(call, expected, actual)), None)
