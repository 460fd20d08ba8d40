"""What `trackbook reproduce` says: to people, or as lines of JSON to a program."""

from __future__ import annotations

import json
import sys
from typing import Any

from .board import Board, Row
from .execution import is_code
from .report import without_colours
from .reproduction import Difference, Reproduction

LINES_SHOWN = 5


class ForPeople:
    def __init__(self) -> None:
        self._row: Row | None = None
        self._board = Board(sys.stderr, [""])

    def ask(self, reproduction: Reproduction) -> bool:
        print(_plan(reproduction))
        return input("Run these cells? [y/N] ").strip().lower() in ("y", "yes")

    def say(self, text: str) -> None:
        self._board.say(text)

    def started(self, run_id: str, cells: int) -> None:
        self._row = Row([f"run {run_id}"], f"run {run_id}", cells)
        self._board.rows.append(self._row)
        self._board.begin(self._row)

    def cell(self, index: int, of: int) -> None:
        assert self._row is not None
        self._board.cell(self._row)

    def finished(self, run_id: str, difference: Difference) -> None:
        self._end("finished")
        print(difference.text, end="")

    def failed(self, message: str) -> None:
        self._end("failed")
        shown = message if sys.stderr.isatty() else without_colours(message)
        print(f"trackbook: {shown}", file=sys.stderr)

    def _end(self, state: str) -> None:
        if self._row is not None:
            self._board.end(self._row, state)


class ForPrograms:
    def ask(self, reproduction: Reproduction) -> bool:
        raise NotImplementedError("A program says --yes.")

    def say(self, text: str) -> None:
        """Of what is under way a program hears by its events."""

    def started(self, run_id: str, cells: int) -> None:
        _print(event="started", run_id=run_id, cells=cells)

    def cell(self, index: int, of: int) -> None:
        _print(event="cell", index=index, of=of)

    def finished(self, run_id: str, difference: Difference) -> None:
        _print(event="finished", run_id=run_id, **json.loads(difference.json))

    def failed(self, message: str) -> None:
        _print(event="failed", message=without_colours(message))


def _plan(reproduction: Reproduction) -> str:
    task = reproduction.task
    cells = [cell for cell in task.notebook.cells if is_code(cell)]
    shown = [_shown(number, cell.source) for number, cell in enumerate(cells, start=1)]
    missing = reproduction.missing
    where = f"Run {reproduction.original.name} depends on {len(cells)} cells"
    return "\n".join(
        [
            *shown,
            "",
            f"{where}, which will run in {task.working_folder} with the kernel {task.kernel}.",
            *([f"The notebook {missing} is not there any more."] if missing else []),
        ]
    )


def _shown(number: int, source: str) -> str:
    lines = source.strip().split("\n")
    if len(lines) > LINES_SHOWN + 1:
        lines = [*lines[:LINES_SHOWN], f"… {len(lines) - LINES_SHOWN} more lines"]
    return "\n".join([f"[{number}] {lines[0]}", *(f"    {line}" for line in lines[1:])])


def _print(**event: Any) -> None:
    print(json.dumps(event), flush=True)
