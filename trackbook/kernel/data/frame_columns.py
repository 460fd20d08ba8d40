"""The columns of pandas, polars and pyarrow frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..loaded import has_type
from .column import Column, Part
from .value_text import text_of

Read = Callable[[int, int], Part]


def pandas_columns(frame: Any) -> Iterator[Column]:
    """An index that is more than a count stands before the columns."""
    import pandas as pd

    if not isinstance(frame.index, pd.RangeIndex):
        for level in range(frame.index.nlevels):
            values = frame.index.get_level_values(level).to_series()
            name = level if values.name is None else values.name
            yield _pandas_column(f"(index {name})", values)
    for place, label in enumerate(frame.columns):
        yield _pandas_column(str(label), frame.iloc[:, place])


def _pandas_column(name: str, column: Any) -> Column:
    return Column(
        *(name, str(column.dtype), len(column), _pandas_reader(column)), lambda: _levels(column)
    )


def _levels(column: Any) -> list[str | None]:
    import pandas as pd

    dtype = column.dtype
    if not isinstance(dtype, pd.CategoricalDtype):
        return []
    return ["ordered" if dtype.ordered else "unordered", *_texts(dtype.categories.astype(object))]


def _pandas_reader(column: Any) -> Read:
    import pandas as pd
    from pandas.api import types

    dtype = column.dtype
    if isinstance(dtype, pd.ArrowDtype):
        return _pyarrow_reader(column.array.__arrow_array__(), dtype.pyarrow_dtype)

    def read(start: int, stop: int) -> Any:
        part = column.iloc[start:stop]
        if isinstance(dtype, pd.CategoricalDtype):
            return _texts(part.astype(object))
        if types.is_datetime64_any_dtype(dtype) or types.is_timedelta64_dtype(dtype):
            if isinstance(dtype, pd.DatetimeTZDtype):
                part = part.dt.tz_convert("UTC").dt.tz_localize(None)
            return _times(part.to_numpy())
        missing = part.isna().to_numpy(dtype=bool)
        if types.is_bool_dtype(dtype):
            return _filled(part, missing, np.dtype(bool)), missing
        if types.is_unsigned_integer_dtype(dtype):
            return _filled(part, missing, np.dtype("uint64")), missing
        if types.is_integer_dtype(dtype):
            return _filled(part, missing, np.dtype("int64")), missing
        if types.is_float_dtype(dtype):
            return _filled(part, missing, np.dtype("float64")), missing
        return _texts(part.astype(object), missing)

    def _filled(part: Any, missing: np.ndarray, wanted: np.dtype) -> np.ndarray:
        if isinstance(dtype, np.dtype):
            return part.to_numpy(dtype=wanted)
        return part.to_numpy(dtype=wanted, na_value=wanted.type(0))

    return read


def polars_columns(frame: Any) -> Iterator[Column]:
    for column in frame.get_columns():
        yield Column(column.name, str(column.dtype), frame.height, _polars_reader(column))


def _polars_reader(column: Any) -> Read:
    dtype = column.dtype

    def read(start: int, stop: int) -> Any:
        part = column.slice(start, stop - start)
        missing = part.is_null().to_numpy()
        if str(dtype).split("(")[0] in ("Datetime", "Date", "Duration"):
            return _times(part.to_numpy())
        if dtype.is_float():
            values = part.fill_null(float("nan")).to_numpy().astype(np.float64)
            return values, np.isnan(values)
        if dtype.is_integer() and str(dtype).endswith("128"):
            # NumPy has no such type.
            return _texts(part.to_list())
        if dtype.is_unsigned_integer():
            return part.fill_null(0).to_numpy().astype(np.uint64), missing
        if dtype.is_integer():
            return part.fill_null(0).to_numpy().astype(np.int64), missing
        if str(dtype) == "Boolean":
            return part.fill_null(False).to_numpy(), missing
        return _texts(part.to_list())

    return read


def pyarrow_columns(table: Any) -> Iterator[Column]:
    for place, field in enumerate(table.schema):
        read = _pyarrow_reader(table.column(place), field.type)
        yield Column(field.name, str(field.type), table.num_rows, read)


def _pyarrow_reader(column: Any, kind: Any) -> Read:
    from pyarrow import types

    def read(start: int, stop: int) -> Any:
        part = column.slice(start, stop - start)
        if types.is_timestamp(kind) or types.is_date(kind) or types.is_duration(kind):
            return _times(part.to_numpy())
        missing = part.is_null().to_numpy()
        if types.is_boolean(kind):
            return part.fill_null(False).to_numpy(), missing
        if types.is_unsigned_integer(kind):
            return part.fill_null(0).to_numpy().astype(np.uint64), missing
        if types.is_integer(kind):
            return part.fill_null(0).to_numpy().astype(np.int64), missing
        if types.is_floating(kind):
            values = part.to_numpy().astype(np.float64)
            return values, np.isnan(values)
        return _texts(part.to_pylist())

    return read


def _times(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if values.dtype.kind not in "mM":
        # Dates as objects, all of them missing.
        values = values.astype("datetime64[us]")
    return values, np.isnat(values)


def _texts(values: Any, missing: np.ndarray | None = None) -> list[str | None]:
    given = list(values)
    if missing is None:
        return [None if _is_missing(value) else text_of(value) for value in given]
    return [None if gone else text_of(value) for value, gone in zip(given, missing, strict=True)]


def _is_missing(value: Any) -> bool:
    return value is None or (has_type(value, float) and value != value)
