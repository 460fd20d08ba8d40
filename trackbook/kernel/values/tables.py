"""Data frames of pandas and polars as CSV, which every artifact viewer shows as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..loaded import is_a
from .cell_source import CellSource
from .finding import Finding, quoted
from .looks import of_each

FOLDER = "tables"
ROW_LIMIT = 1000


def is_table(value: Any) -> bool:
    return _is_frame(value) or is_a(value, "pandas", "Series")


def tables(cell: CellSource, namespace: Mapping[str, Any], result: Any) -> Iterator[Finding]:
    """Frames that the cell assigned or shows at its end."""

    def look(named: tuple[str, Any, str | None]) -> Iterator[Finding]:
        name, value, variable = named
        if _is_frame(value) and variable not in cell.logged:
            yield found_table(value, name, variable)

    names = [assignment.name for assignment in cell.assignments]
    if cell.shown_name:
        names.append(cell.shown_name)
    variables = [(name, namespace.get(name), name) for name in names]
    unnamed = [("result", result, None)] if cell.shown_name is None else []
    return of_each([*variables, *unnamed], look)


def found_table(frame: Any, name: str, variable: str | None) -> Finding:
    key = f"{FOLDER}/{name}.csv"
    code = None
    if variable is not None:
        code = f"mlflow.log_text({_csv_code(frame, variable)}, {quoted(key)})"
    return Finding("table", key, _size(frame), code, frame)


def csv(frame: Any) -> bytes:
    """At most the first rows; with the index, unless that only counts."""
    head = frame.head(ROW_LIMIT)
    if is_a(frame, "polars", "DataFrame"):
        return head.write_csv().encode()
    return head.to_csv(index=_has_index(frame)).encode()


def preview(frame: Any, rows: int) -> dict[str, list[Any]]:
    head = frame.head(rows)
    if is_a(frame, "polars", "DataFrame"):
        return {"columns": head.columns, "rows": [list(map(str, row)) for row in head.rows()]}
    if is_a(frame, "pandas", "Series"):
        head = head.to_frame(head.name if head.name is not None else "value")
    if _has_index(frame):
        head = head.reset_index(names=[name or "" for name in head.index.names])
    rows_of_text = [list(map(str, row)) for row in head.itertuples(index=False, name=None)]
    return {"columns": list(map(str, head.columns)), "rows": rows_of_text}


def _is_frame(value: Any) -> bool:
    """A Series is a column more often than a table."""
    return is_a(value, "pandas", "DataFrame") or is_a(value, "polars", "DataFrame")


def _has_index(frame: Any) -> bool:
    return not is_a(frame.index, "pandas", "RangeIndex")


def _csv_code(frame: Any, variable: str) -> str:
    head = f"{variable}.head({ROW_LIMIT})" if len(frame) > ROW_LIMIT else variable
    if is_a(frame, "polars", "DataFrame"):
        return f"{head}.write_csv()"
    return f"{head}.to_csv()" if _has_index(frame) else f"{head}.to_csv(index=False)"


def _size(frame: Any) -> str:
    rows, columns = len(frame), frame.shape[1] if len(frame.shape) > 1 else 1
    shown = f"first {ROW_LIMIT:,} of {rows:,}" if rows > ROW_LIMIT else f"{rows:,}"
    return f"{shown} rows, {columns:,} columns"
