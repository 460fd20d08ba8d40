"""Reads a data frame whole: digest of all values and a summary of each column."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from typing import Any

from .frame_snapshots import Snapshot

ROWS = 65_536
TIME_LIMIT = 60.0
# Wider frames are features of some kind; each column is hashed, not described.
DESCRIBED_COLUMNS = 500


class Cancelled(Exception):
    """The message says why there is no fingerprint."""


def frame_record(
    snapshot: Snapshot, cancelled: Callable[[], bool], yield_to_cell: Callable[[float], None]
) -> dict[str, Any]:
    """`yield_to_cell` is called between parts with the time that the last one took."""
    record: dict[str, Any] = {
        "name": snapshot.name,
        "library": snapshot.library,
        "use": snapshot.use,
        "context": snapshot.context,
        "rows": snapshot.rows,
        "digest": None,
        "note": snapshot.note,
        "columns": [{"name": name, "dtype": dtype} for name, dtype in snapshot.dtypes],
    }
    if snapshot.frame is None:
        return record
    try:
        columns = _columns(snapshot, cancelled, yield_to_cell)
    except Cancelled as reason:
        return record | {"note": str(reason)}
    except ImportError as error:
        return record | {"note": f"not read: {error.name} is not installed"}
    return record | {"columns": columns, "digest": _digest(snapshot.rows, columns)}


def _columns(
    snapshot: Snapshot, cancelled: Callable[[], bool], yield_to_cell: Callable[[float], None]
) -> list[dict[str, Any]]:
    from .column_summary import ColumnSummary
    from .frame_columns import columns_of

    worked = 0.0
    columns = []
    for name, dtype, read in columns_of(snapshot.library, snapshot.frame):
        summary = ColumnSummary(name, snapshot.rows, digest_only=len(columns) >= DESCRIBED_COLUMNS)
        for start in range(0, snapshot.rows, ROWS):
            if cancelled():
                raise Cancelled("not read: the kernel ended")
            if worked > TIME_LIMIT:
                raise Cancelled(f"not read: it took more than {TIME_LIMIT:.0f} seconds")
            began = time.perf_counter()
            summary.add(read(start, min(start + ROWS, snapshot.rows)))
            took = time.perf_counter() - began
            worked += took
            yield_to_cell(took)
        columns.append(summary.result(dtype))
    return columns


def _digest(rows: int, columns: list[dict[str, Any]]) -> str:
    whole = [rows, [[column["name"], column["dtype"], column["digest"]] for column in columns]]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()
