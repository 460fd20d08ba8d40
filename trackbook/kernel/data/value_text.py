"""Texts of the values that columns of objects hold: equal for equal values, in every kernel."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..loaded import has_type

# Whose objects print what they are, without an address in memory.
_PRINTED = {
    *("datetime", "decimal", "fractions", "ipaddress", "pathlib", "uuid", "zoneinfo"),
    *("numpy", "pandas", "polars", "pyarrow"),
}
_PRINTED_BUILTINS = (complex, bytes, bytearray, range, type(None), type(Ellipsis))


class Written(str):
    """A value that is no text itself, as text: 1 is not "1"."""

    __slots__ = ()


class Opaque(Exception):
    """A value of a class that only its own code could read: that is not run."""

    def __init__(self, value: Any) -> None:
        super().__init__(f"it holds objects of type {type(value).__name__}")


def text_of(value: Any) -> str:
    """Of a value all there is to it. Raises Opaque."""
    return str.__str__(value) if has_type(value, str) else Written(_inner(value))


def _inner(value: Any) -> str:
    """As it is written inside of a list: texts in quotes."""
    cls = type(value)
    if issubclass(cls, str):
        return repr(str.__str__(value))
    if issubclass(cls, (bool, np.bool_)):
        return repr(bool(value))
    if issubclass(cls, int):
        return int.__repr__(value)
    if issubclass(cls, float):
        return float.__repr__(value)
    if issubclass(cls, (list, tuple)):
        return _listed(list.__iter__(value) if issubclass(cls, list) else tuple.__iter__(value))
    if issubclass(cls, (np.ndarray, np.void)):
        # Its own text leaves the middle of a long one out.
        return _inner(value.tolist())
    if issubclass(cls, dict):
        pairs = (f"{_inner(key)}: {_inner(inner)}" for key, inner in dict.items(value))
        return "{" + ", ".join(pairs) + "}"
    if cls in (set, frozenset):
        # Their order differs between kernels.
        return "{" + ", ".join(sorted(map(_inner, value))) + "}"
    package = cls.__module__.partition(".")[0]
    if package == "shapely":
        # Its own text ends after some points.
        return str(value.wkb_hex)
    # What has a length, as a Series, leaves the middle of a long one out.
    if cls in _PRINTED_BUILTINS or (package in _PRINTED and not hasattr(cls, "__len__")):
        return repr(value)
    raise Opaque(value)


def _listed(values: Any) -> str:
    return "[" + ", ".join(map(_inner, values)) + "]"
