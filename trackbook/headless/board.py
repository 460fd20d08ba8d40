"""What the terminal shows of notebooks while they are executed: a live table, or lines."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from .key_metrics import best_of, metrics_shown, number
from .text_table import text_table

CLEAR_LINE = "\x1b[K"
SPARE_LINES = 4
METRICS_WIDTH = 36


@dataclass
class Row:
    labels: Sequence[str]
    name: str
    cells: int
    state: str = "waiting"
    done: int = 0
    began: float | None = None
    ended: float | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float | None:
        return None if self.began is None else (self.ended or time.monotonic()) - self.began

    @property
    def described(self) -> str:
        return f"cell {self.done} of {self.cells}" if self.state == "running" else self.state


@dataclass
class Board:
    stream: TextIO
    headings: Sequence[str]
    rows: list[Row] = field(default_factory=list)
    _drawn: int = 0

    def begin(self, row: Row) -> None:
        row.state, row.began = "running", time.monotonic()
        self.draw()

    def cell(self, row: Row) -> None:
        row.done += 1
        self.draw()

    def end(self, row: Row, state: str) -> None:
        row.state, row.ended = state, time.monotonic()
        if self.is_live:
            self.draw()
            return
        ended = sum(each.ended is not None for each in self.rows)
        count = f"{ended} of {len(self.rows)}: " if len(self.rows) > 1 else ""
        shown = metrics_shown([row.metrics], METRICS_WIDTH) if len(self.rows) > 1 else []
        values = "".join(f", {key} {number(row.metrics[key])}" for key in shown)
        said = f"{count}{row.name} {state} after {row.seconds:.1f} s{values}"
        print(said, file=self.stream, flush=True)

    def say(self, text: str) -> None:
        """A line that stays, above the table."""
        if self.is_live:
            self.stream.write(f"{self._to_start()}{text}{CLEAR_LINE}\n")
            self._drawn = 0
            self.draw()
        else:
            print(text, file=self.stream, flush=True)

    @property
    def is_live(self) -> bool:
        return self.stream.isatty()

    def draw(self) -> None:
        if not self.is_live:
            return
        width, height = shutil.get_terminal_size()
        lines = self._lines(height - SPARE_LINES)
        # Lines of a longer table before are emptied, and stay the table's.
        lines += [""] * (self._drawn - len(lines))
        text = "".join(f"{line[: width - 1]}{CLEAR_LINE}\n" for line in lines)
        self.stream.write(self._to_start() + text)
        self.stream.flush()
        self._drawn = len(lines)

    def clear(self) -> None:
        """Take the table away: what comes in its place says the same and more."""
        if self._drawn:
            start = self._to_start()
            emptied = f"{CLEAR_LINE}\n" * self._drawn
            self.stream.write(start + emptied + start)
            self.stream.flush()
            self._drawn = 0

    def _to_start(self) -> str:
        """Of the table; the terminal may have written what was typed behind it."""
        return f"\r\x1b[{self._drawn}A" if self._drawn else ""

    def _lines(self, limit: int) -> list[str]:
        shown = self.rows
        if len(shown) + 1 > limit:
            shown = [row for row in self.rows if row.state == "running"][: max(1, limit - 2)]
        keys = metrics_shown([row.metrics for row in self.rows], METRICS_WIDTH)
        table = text_table(
            [*self.headings, *keys, "state", "time"],
            [
                [
                    *row.labels,
                    *(number(row.metrics[key]) if key in row.metrics else "" for key in keys),
                    row.described,
                    _time(row.seconds),
                ]
                for row in shown
            ],
        )
        return [*table, self._summary()] if len(self.rows) > 1 else table

    def _summary(self) -> str:
        counts = Counter(row.state for row in self.rows)
        summary = ", ".join(f"{count} {state}" for state, count in counts.items())
        best = best_of([row.metrics if row.state == "finished" else {} for row in self.rows])
        if best is None:
            return summary
        return f"{summary}; best {best.key} {number(best.value)}: {self.rows[best.run].name}"


def _time(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.0f} s"
