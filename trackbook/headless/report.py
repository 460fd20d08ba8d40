"""What the terminal says once the notebooks have ended."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence

from ..kernel.values.scalars import is_metric
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
    outcome, run = notebook.outcome, notebook.run
    if outcome is None or run is None:
        return
    print(f"Run {outcome.run_id} {outcome.status.lower()} after {outcome.seconds:.1f} s.")
    for key, value in sorted(run.read_again().metrics.items()):
        print(f"  {key} {_number(value)}")


def _comparison(notebooks: Sequence[TrackedNotebook], varied: Sequence[str]) -> list[str]:
    metrics = [notebook.run.read_again().metrics if notebook.run else {} for notebook in notebooks]
    keys = _metrics_shown(metrics)
    rows = []
    for notebook, values in zip(notebooks, metrics, strict=True):
        outcome = notebook.outcome
        rows.append(
            [
                *(shown(notebook.task.values[name]) for name in varied),
                *(_number(values[key]) if key in values else "" for key in keys),
                outcome.status.lower() if outcome else "not started",
                f"{outcome.seconds:.1f} s" if outcome else "",
                outcome.run_id if outcome else "",
            ]
        )
    headings = [*varied, *keys, "status", "time", "run"]
    table = text_table(headings, rows)
    left_out = {key for each in metrics for key in each}.difference(keys)
    more = [f"{len(left_out)} more metrics are in the runs."] if left_out else []
    return [*table, *more]


def _metrics_shown(metrics: Sequence[dict[str, float]]) -> list[str]:
    """So many as stand beside each other, those that look like a result first."""
    keys = sorted({key for each in metrics for key in each})
    keys.sort(key=lambda key: not is_metric(key, 0.0, is_result=False))
    width = shutil.get_terminal_size((120, 24)).columns // 2
    chosen = []
    for key in keys:
        width -= max(len(key), 8) + 2
        if width < 0 and chosen:
            break
        chosen.append(key)
    return chosen


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


def _number(value: float) -> str:
    return f"{value:.6g}"
