"""NumPy arrays as columns: those of a table, the fields of records, or else all values as one."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from .column import Column, Part
from .value_text import text_of

# A wider one is images or features of some kind, and its columns have no names.
TABLE_WIDTH = 500
ALL = "values"


def array_columns(array: np.ndarray) -> Iterator[Column]:
    if array.dtype.names:
        for name in array.dtype.names:
            yield _column(name, array[name])
    elif array.ndim == 2 and array.shape[1] <= TABLE_WIDTH:
        for place in range(array.shape[1]):
            yield _column(str(place), array[:, place])
    else:
        yield _column(ALL, array)


def _column(name: str, array: np.ndarray) -> Column:
    values = np.ma.getdata(array)
    mask = array.mask if np.ma.isMaskedArray(array) else np.ma.nomask

    def read(start: int, stop: int) -> Part:
        masked = None if mask is np.ma.nomask else _flat(mask, start, stop)
        return _part(_flat(values, start, stop), masked)

    return Column(name, str(array.dtype), math.prod(array.shape), read)


def _flat(array: np.ndarray, start: int, stop: int) -> np.ndarray:
    if array.flags.c_contiguous:
        return array.reshape(-1)[start:stop]
    return array[start:stop] if array.ndim == 1 else array.flat[start:stop]


def _part(values: np.ndarray, masked: np.ndarray | None) -> Part:
    kind = values.dtype.kind
    missing = np.zeros(len(values), dtype=bool) if masked is None else masked
    if kind in "mM":
        return values, missing | np.isnat(values)
    if kind == "f":
        numbers = values.astype(np.float64)
        return numbers, missing | np.isnan(numbers)
    if kind in "iu":
        return values.astype(np.int64 if kind == "i" else np.uint64), missing
    if kind == "b":
        return values, missing
    return [
        None if gone or value is None else text_of(value)
        for value, gone in zip(values.tolist(), missing, strict=True)
    ]
