"""Digest and summary of one column, from parts of it in order."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from typing import Any

import numpy as np

from ..masking import is_secret
from .value_text import Written

# Distinct values, quantiles and the most frequent come from about so many rows, evenly spaced.
SAMPLE = 200_000
QUANTILES = np.linspace(0, 1, 21)
TOP = 5
TEXT_LIMIT = 60


class ColumnSummary:
    def __init__(
        self, name: str, rows: int, levels: list[str | None], *, digest_only: bool
    ) -> None:
        self._name = name
        self._digest_only = digest_only
        self._step = max(1, math.ceil(rows / SAMPLE))
        self._row = 0
        self._missing = 0
        # Whatever parts a column is read in: their ends leave no trace.
        self._values = hashlib.sha256()
        self._missing_ones = hashlib.sha256()
        self._levels = levels
        self._kind = b""
        self._sample: list[Any] = []
        self._moments = Moments()
        self._bounds: tuple[Any, Any] | None = None

    def add(self, part: Any) -> None:
        first = -self._row % self._step
        if isinstance(part, list):
            self._digest_texts(part)
            self._missing += part.count(None)
            sample = [value for value in part[first :: self._step] if value is not None]
            self._sample.extend(sample)
            self._row += len(part)
            return
        values, missing = part
        self._digest_array(values, missing)
        self._missing += int(missing.sum())
        self._row += len(values)
        if self._digest_only:
            return
        there = ~missing
        self._sample.append(values[first :: self._step][there[first :: self._step]])
        self._add_present(values[there] if missing.any() else values)

    def result(self, dtype: str) -> dict[str, Any]:
        summary: dict[str, Any] = {
            "name": self._name,
            "dtype": dtype,
            "digest": self._digest(),
            "missing": self._missing,
        }
        if self._digest_only:
            return summary
        summary["sampled"] = self._step > 1
        is_array = bool(self._sample) and isinstance(self._sample[0], np.ndarray)
        if is_array:
            return summary | self._of_array(np.concatenate(self._sample))
        return summary | self._of_texts(self._sample)

    def _add_present(self, values: np.ndarray) -> None:
        if len(values) == 0:
            return
        least, greatest = values.min(), values.max()
        if self._bounds is not None:
            least, greatest = min(least, self._bounds[0]), max(greatest, self._bounds[1])
        self._bounds = (least, greatest)
        if values.dtype.kind not in "mM":
            self._moments.add(values.astype(np.float64))

    def _of_array(self, sample: np.ndarray) -> dict[str, Any]:
        values, counts = np.unique(sample, return_counts=True)
        least, greatest = self._bounds or (None, None)
        found: dict[str, Any] = {
            "distinct": len(values),
            "min": _plain(least),
            "max": _plain(greatest),
        }
        if sample.dtype.kind in "mM":
            return found
        numbers = sample.astype(np.float64)
        numbers = numbers[np.isfinite(numbers)]
        quantiles = np.quantile(numbers, QUANTILES) if len(numbers) else []
        found |= {
            "mean": _plain(self._moments.mean),
            "std": _plain(self._moments.std),
            "quantiles": [float(value) for value in quantiles],
        }
        if sample.dtype.kind in "iub":
            found["top"] = _most_frequent(zip(values.tolist(), counts.tolist(), strict=True))
        return found

    def _of_texts(self, sample: list[str]) -> dict[str, Any]:
        counts = Counter(sample)
        return {"distinct": len(counts), "top": self._shown(counts.most_common(TOP))}

    def _shown(self, counts: list[tuple[str, int]]) -> list[list[Any]]:
        """Values that occur once tell of a person or a thing, not of the column."""
        return [
            [text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…", count]
            for text, count in counts
            if count > 1 and not is_secret(self._name, text)
        ]

    def _digest_array(self, values: np.ndarray, missing: np.ndarray) -> None:
        if missing.any():
            # What stands where nothing is differs between libraries.
            values = values.copy()
            values[missing] = np.zeros(1, dtype=values.dtype)[0]
        self._kind = b"time" if values.dtype.kind in "mM" else values.dtype.str.encode()
        self._values.update(np.ascontiguousarray(values).view(np.uint8))
        self._missing_ones.update(np.ascontiguousarray(missing).view(np.uint8))

    def _digest_texts(self, part: list[str | None]) -> None:
        self._kind = b"text"
        self._values.update(_joined(part))
        self._missing_ones.update(_lengths(part))

    def _digest(self) -> str:
        whole = self._kind + self._values.digest() + self._missing_ones.digest()
        if self._levels:
            whole += _joined(self._levels) + _lengths(self._levels).tobytes()
        return hashlib.sha256(whole).hexdigest()[:32]


class Moments:
    """Mean and standard deviation of all values, joined part by part (Chan et al.)."""

    def __init__(self) -> None:
        self.mean = math.nan
        self._count = 0
        self._squares = 0.0

    def add(self, values: np.ndarray) -> None:
        with np.errstate(all="ignore"):
            mean = float(values.mean())
            squares = float(((values - mean) ** 2).sum())
        count = self._count + len(values)
        if self._count:
            apart = mean - self.mean
            squares += self._squares + apart * apart * self._count * len(values) / count
            mean = self.mean + apart * len(values) / count
        self.mean, self._squares, self._count = mean, squares, count

    @property
    def std(self) -> float:
        return math.sqrt(self._squares / (self._count - 1)) if self._count > 1 else math.nan


def _joined(texts: list[str | None]) -> bytes:
    there = (text for text in texts if text is not None)
    return "".join(there).encode("utf-8", "surrogatepass")


def _lengths(texts: list[str | None]) -> np.ndarray:
    """Where one ends, and whether it is one: below zero is what is none or missing."""
    return np.array([_length(text) for text in texts], dtype=np.int64)


def _length(text: str | None) -> int:
    if text is None:
        return -1
    return -2 - len(text) if type(text) is Written else len(text)


def _most_frequent(counts: Any) -> list[list[Any]]:
    ordered = sorted(counts, key=lambda pair: -pair[1])[:TOP]
    return [[str(value), count] for value, count in ordered if count > 1]


def _plain(value: Any) -> float | int | str | None:
    """As JSON can hold it."""
    if value is None:
        return None
    if isinstance(value, (np.datetime64, np.timedelta64)):
        return str(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return int(value)
    return value if math.isfinite(value) else None
