"""Which run of a reproduction corresponds to the run that it reproduces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from ..kernel.destination import Destination
from .server_run import ServerRun
from .tracked_notebook import PARENT

# Names the values that somebody typed in, as `metrics.rmse`.
BY_HAND = "trackbook.by_hand"


def counterpart_of(original: ServerRun, whole: ServerRun, destination: Destination) -> ServerRun:
    """The run of the whole reproduction, or the one of its code that is like the original.

    Code that starts several runs, a search for example, starts them again. The one that has the
    name or the params of the original corresponds to it, or that alone has its metrics.
    """
    whole = whole.read_again()
    metrics = _logged_by_code(original)
    if original.tags.get("trackbook.kind") != "code" and metrics <= whole.metrics.keys():
        return whole
    candidates = [
        ServerRun.find(destination, run_id) for run_id in _started_by(whole, original, destination)
    ]
    tests: tuple[Callable[[ServerRun], bool], ...] = (
        lambda run: run.name == original.name,
        lambda run: bool(run.params) and run.params == original.params,
        lambda run: bool(run.metrics) and run.metrics.keys() == metrics,
    )
    for test in tests:
        alike = [run for run in candidates if test(run)]
        if len(alike) > 1:
            # A run, or one that was nested in another?
            alike = [run for run in alike if _is_nested(run, whole) == (PARENT in original.tags)]
        if len(alike) == 1:
            return alike[0]
    return whole


def _logged_by_code(run: ServerRun) -> set[str]:
    try:
        names = json.loads(run.tags.get(BY_HAND, "[]"))
    except ValueError:
        names = []
    by_hand = names if isinstance(names, list) else []
    return {key for key in run.metrics if f"metrics.{key}" not in by_hand}


def _is_nested(run: ServerRun, whole: ServerRun) -> bool:
    return run.tags.get(PARENT, whole.run_id) != whole.run_id


def _started_by(whole: ServerRun, original: ServerRun, destination: Destination) -> Iterator[str]:
    session = whole.tags.get("trackbook.session")
    if session is None:
        return
    filter_ = f"tags.`trackbook.session` = '{session}'"
    for run_id in ServerRun.search(destination, original.experiment_id, filter_):
        if run_id != whole.run_id:
            yield run_id
