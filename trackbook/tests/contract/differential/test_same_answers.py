"""Our server and a real `mlflow server` are asked the same, and must answer the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from answers import Asker
from calls import FAMILIES, Call
from comparison import Difference, compare
from pair import fresh_pair


@pytest.fixture(scope="module")
def askers(
    store_options: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Asker, Asker]]:
    """Both servers, with nothing in them yet: experiment ids must be the same."""
    with fresh_pair(tmp_path_factory.mktemp("pair"), *store_options) as pair:
        yield pair


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_same_answers(family: Callable[[], Iterator[Call]], askers: tuple[Asker, Asker]):
    differences = [difference for call in family() if (difference := _ask(call, *askers))]
    texts = [str(difference) for difference in differences]
    assert not differences, f"{len(differences)} answers differ:\n\n" + "\n\n".join(texts)


def _ask(call: Call, oracle: Asker, ours: Asker) -> Difference | None:
    return compare(call, oracle.ask(call), ours.ask(call))
