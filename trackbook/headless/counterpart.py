"""Which run of a reproduction corresponds to the run that it reproduces."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..kernel.destination import Destination
from .server_run import ServerRun


def counterpart_of(original: ServerRun, whole: ServerRun, destination: Destination) -> ServerRun:
    """The run of the whole reproduction, or the one of its code that is like the original.

    Code that starts several runs, a search for example, starts them again. The one that has the
    name or the params of the original corresponds to it.
    """
    if original.tags.get("trackbook.kind") != "code":
        return whole
    candidates = [
        ServerRun.find(destination, run_id) for run_id in _started_by(whole, original, destination)
    ]
    tests: tuple[Callable[[ServerRun], bool], ...] = (
        lambda run: run.name == original.name,
        lambda run: bool(run.params) and run.params == original.params,
    )
    for test in tests:
        alike = [run for run in candidates if test(run)]
        if len(alike) == 1:
            return alike[0]
    return whole


def _started_by(whole: ServerRun, original: ServerRun, destination: Destination) -> Iterator[str]:
    session = ServerRun.find(destination, whole.run_id).tags.get("trackbook.session")
    if session is None:
        return
    filter_ = f"tags.`trackbook.session` = '{session}'"
    for run_id in ServerRun.search(destination, original.experiment_id, filter_):
        if run_id != whole.run_id:
            yield run_id
