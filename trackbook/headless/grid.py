"""Several notebooks, so many at a time; one that fails does not stop the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from ..kernel.rest import Refused, Unreachable
from .board import Board, Row
from .place import Place
from .tracked_notebook import Outcome, Task, TrackedNotebook

REDRAW_INTERVAL = 1.0
GLANCE_INTERVAL = 2.0


async def execute_all(
    tasks: Sequence[Task],
    place: Place,
    *,
    board: Board,
    jobs: int,
    fail_fast: bool,
    stop: asyncio.Event,
) -> list[TrackedNotebook]:
    """Each with its outcome, in the order of the tasks; one that never began has none.

    Raises Refused or Unreachable if there can be no run, after what runs was stopped.
    """
    free = asyncio.Semaphore(jobs)
    notebooks = [TrackedNotebook(task, place) for task in tasks]

    async def execute(notebook: TrackedNotebook, row: Row) -> None:
        async with free:
            if stop.is_set():
                return
            board.begin(row)
            try:
                outcome = await notebook.execute(stop, lambda index: board.cell(row))
            except (Refused, Unreachable):
                board.end(row, "failed")
                stop.set()
                raise
            row.metrics = outcome.metrics
            board.end(row, outcome.status.lower())
            if fail_fast and failed(outcome):
                stop.set()

    ticking = asyncio.ensure_future(_keep_time(board))
    following = asyncio.ensure_future(_follow(notebooks, board))
    try:
        results = await asyncio.gather(*map(execute, notebooks, board.rows), return_exceptions=True)
    finally:
        ticking.cancel()
        following.cancel()
    for result in results:
        if result is not None:
            raise result
    return notebooks


def failed(outcome: Outcome) -> bool:
    return outcome.error is not None


async def _keep_time(board: Board) -> None:
    while True:
        await asyncio.sleep(REDRAW_INTERVAL)
        board.draw()


async def _follow(notebooks: Sequence[TrackedNotebook], board: Board) -> None:
    """The metrics of what runs, as they arrive."""
    while board.is_live:
        await asyncio.sleep(GLANCE_INTERVAL)
        for notebook, row in zip(notebooks, board.rows, strict=True):
            run = notebook.run
            if run is not None and notebook.outcome is None:
                await asyncio.to_thread(run.glance)
                if notebook.outcome is None:
                    row.metrics = run.metrics
