"""Our server and a real `mlflow server` are asked the same, and must answer the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from answers import Asker
from calls import FAMILIES, Call
from servers import mlflow_server, trackbook_server

# What MLflow says besides code and message is about Databricks' own products.
EXTRA_ERROR_FIELDS = {"sqlstate", "error_class"}


@pytest.fixture(scope="module")
def askers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, Asker]]:
    """Both servers, with nothing in them yet: experiment ids must be the same."""
    with (
        mlflow_server(tmp_path_factory.mktemp("oracle")) as oracle,
        trackbook_server(tmp_path_factory.mktemp("trackbook")) as ours,
    ):
        yield Asker(oracle.url), Asker(ours.url)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_same_answers(family: Callable[[], Iterator[Call]], askers: tuple[Asker, Asker]):
    differences = [difference for call in family() if (difference := _compare(call, *askers))]
    assert not differences, f"{len(differences)} answers differ:\n\n" + "\n\n".join(differences)


def _compare(call: Call, oracle: Asker, ours: Asker) -> str | None:
    expected, actual = oracle.ask(call), ours.ask(call)
    if call.mlflow_fails:
        same = actual["status"] < 500
    else:
        same = _essence(call, expected) == _essence(call, actual)
    return None if same else f"{call}\n  mlflow: {expected}\n  ours:   {actual}"


def _essence(call: Call, answer: dict[str, Any]) -> Any:
    body = answer["body"]
    refused = answer["status"] >= 400
    if refused and isinstance(body, dict):
        body = {k: v for k, v in body.items() if k not in EXTRA_ERROR_FIELDS}
    if call.only_code:
        code = body.get("error_code") if isinstance(body, dict) else None
        return answer["status"], code
    return answer["status"], body, answer["headers"] if not refused else None
