"""What the terminal says once the notebooks have ended."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence

from .key_metrics import best_of, by_importance, metrics_shown, number
from .parameters import original_index
from .server_run import ServerRun
from .text_table import text_table
from .tracked_notebook import TrackedNotebook
from .values import shown

FULL_ERRORS = 3
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def report(
    notebooks: Sequence[TrackedNotebook], varied: Sequence[str], parent: ServerRun | None
) -> None:
    """Errors to stderr, results to stdout."""
    _print_errors(notebooks)
    if parent is None:
        for notebook in notebooks:
            _print_run(notebook)
        return
    for line in _comparison(notebooks, varied):
        print(line)
    print(f"\nThe runs are children of run {parent.run_id}.")


def _print_run(notebook: TrackedNotebook) -> None:
    outcome = notebook.outcome
    if outcome is None:
        return
    print(f"Run {outcome.run_id} {outcome.status.lower()} after {outcome.seconds:.1f} s.")
    for key in by_importance([outcome.metrics]):
        print(f"  {key} {number(outcome.metrics[key])}")


def _comparison(notebooks: Sequence[TrackedNotebook], varied: Sequence[str]) -> list[str]:
    outcomes = [notebook.outcome for notebook in notebooks]
    metrics = [outcome.metrics if outcome else {} for outcome in outcomes]
    keys = metrics_shown(metrics, shutil.get_terminal_size((120, 24)).columns // 2)
    rows = []
    for notebook, values in zip(notebooks, metrics, strict=True):
        outcome = notebook.outcome
        rows.append(
            [
                *(shown(notebook.task.values[name]) for name in varied),
                *(number(values[key]) if key in values else "" for key in keys),
                outcome.status.lower() if outcome else "not started",
                f"{outcome.seconds:.1f} s" if outcome else "",
                outcome.run_id if outcome else "",
            ]
        )
    headings = [*varied, *keys, "status", "time", "run"]
    table = text_table(headings, rows)
    left_out = {key for each in metrics for key in each}.difference(keys)
    more = [f"{len(left_out)} more metrics are in the runs."] if left_out else []
    return [*table, *more, *_best(notebooks)]


def _best(notebooks: Sequence[TrackedNotebook]) -> list[str]:
    """Of those that finished."""
    finished = [each for each in notebooks if each.outcome and each.outcome.status == "FINISHED"]
    best = best_of([each.outcome.metrics for each in finished if each.outcome])
    if best is None:
        return []
    task = finished[best.run].task
    return ["", f"The best {best.key} is {number(best.value)}, of the run {task.name}."]


def _print_errors(notebooks: Sequence[TrackedNotebook]) -> None:
    errors = [each for each in notebooks if each.outcome and each.outcome.error]
    for notebook in errors[:FULL_ERRORS]:
        outcome = notebook.outcome
        assert outcome is not None
        assert outcome.error is not None
        text = outcome.error if sys.stderr.isatty() else without_colours(outcome.error)
        print(f"\n{_where(notebook)}\n{text}\n", file=sys.stderr)
    if len(errors) > FULL_ERRORS:
        print(f"{len(errors) - FULL_ERRORS} more failed.\n", file=sys.stderr)
    for notebook in notebooks:
        if notebook.outcome and notebook.outcome.warning:
            print(f"Warning: {notebook.outcome.warning}", file=sys.stderr)


def _where(notebook: TrackedNotebook) -> str:
    outcome, task = notebook.outcome, notebook.task
    assert outcome is not None
    name = f"{task.name}: " if task.name else ""
    if outcome.cell is None:
        return f"{name}{task.path.name} failed before its first cell."
    cell = notebook.notebook.cells[outcome.cell]
    index = original_index(task.original, notebook.notebook, outcome.cell)
    count = f", In [{cell.execution_count}]" if cell.execution_count else ""
    return f"{name}{task.path.name} failed in cell {index}{count}:"


def without_colours(text: str) -> str:
    return _COLOURS.sub("", text)
