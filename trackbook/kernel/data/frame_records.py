"""Reads a data frame or an array whole: digest of all values and a summary of each column."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from .frame_snapshots import Snapshot
from .limits import DataLimits

if TYPE_CHECKING:
    from .column import Column

# Of a column at once, at first; a part shall take no longer than a cell may wait for it.
ROWS = 4_096
MOST_ROWS = 262_144
PART_SECONDS = 0.01
# Wider frames are features of some kind; each column is hashed, not described.
DESCRIBED_COLUMNS = 500

log = logging.getLogger("trackbook")


class Pace(Protocol):
    """When to stop, and when to let others go first; see Worker."""

    @property
    def stopped(self) -> str | None:
        """Why to stop at once, if that is so."""

    def yield_to_cell(self, took: float) -> None: ...


class Stopped(Exception):
    """The message says why there is no fingerprint."""


def frame_record(snapshot: Snapshot, limits: DataLimits, pace: Pace) -> dict[str, Any]:
    record: dict[str, Any] = {
        "name": snapshot.name,
        "library": snapshot.library,
        "use": snapshot.use,
        "context": snapshot.context,
        "rows": snapshot.rows,
        "shape": None if snapshot.shape is None else list(snapshot.shape),
        "digest": None,
        "note": snapshot.note,
        "columns": [{"name": name, "dtype": dtype} for name, dtype in snapshot.dtypes],
    }
    if snapshot.frame is None:
        return record
    try:
        columns, unread = _Reading(snapshot, limits, pace).columns()
    except Stopped as reason:
        return record | {"note": f"not read: {reason}"}
    except ImportError as error:
        return record | {"note": f"not read: {error.name} is not installed"}
    record["columns"] = columns
    if unread:
        return record | {"note": "not read whole: " + "; ".join(unread)}
    return record | {"digest": _digest(record["shape"] or snapshot.rows, columns)}


@dataclass
class _Reading:
    snapshot: Snapshot
    limits: DataLimits
    pace: Pace
    worked: float = 0.0

    def columns(self) -> tuple[list[dict[str, Any]], list[str]]:
        """What was read of each column, and of those that could not be read the reasons."""
        columns: list[dict[str, Any]] = []
        unread: list[str] = []
        for column in _columns_of(self.snapshot):
            try:
                columns.append(self._column(column, is_described=len(columns) < DESCRIBED_COLUMNS))
            except Stopped:
                raise
            except Exception as error:
                # Libraries have types without end, and objects of the user's may be in them.
                log.debug("Trackbook could not read %s", column.name, exc_info=True)
                columns.append({"name": column.name, "dtype": column.dtype})
                unread.append(f"column {column.name}: {error or type(error).__name__}")
        return columns, unread

    def _column(self, column: Column, *, is_described: bool) -> dict[str, Any]:
        from .column_summary import ColumnSummary

        summary = ColumnSummary(
            column.name, column.rows, column.levels(), digest_only=not is_described
        )
        start, rows = 0, ROWS
        while start < column.rows:
            if self.pace.stopped:
                raise Stopped(self.pace.stopped)
            if self.worked >= self.limits.seconds:
                raise Stopped(f"it took more than {self.limits.seconds:g} seconds")
            stop = min(start + rows, column.rows)
            began = time.perf_counter()
            summary.add(column.read(start, stop))
            took = time.perf_counter() - began
            self.worked += took
            self.pace.yield_to_cell(took)
            start = stop
            rows = _next_rows(rows, took)
        return summary.result(column.dtype)


def _next_rows(rows: int, took: float) -> int:
    wanted = rows * PART_SECONDS / max(took, 1e-6)
    return int(min(max(wanted, 1, rows / 8), MOST_ROWS, rows * 4))


def _columns_of(snapshot: Snapshot) -> Iterator[Column]:
    # NumPy is loaded by now: the user's frame needs it, too.
    if snapshot.library == "numpy":
        from .array_columns import array_columns

        return array_columns(snapshot.frame)
    from . import frame_columns

    readers = {
        "pandas": frame_columns.pandas_columns,
        "polars": frame_columns.polars_columns,
        "pyarrow": frame_columns.pyarrow_columns,
    }
    return readers[snapshot.library](snapshot.frame)


def _digest(shape: int | list[int], columns: list[dict[str, Any]]) -> str:
    whole = [shape, [[column["name"], column["dtype"], column["digest"]] for column in columns]]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()
