"""Takes data frames as they are now, so that they can be read while the next cell runs."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

SOURCE_LIMIT = 50_000
# Copied at some GB/s: a tenth of a second at most, for all frames of a cell.
COPY_LIMIT = 256 * 1024 * 1024
FRAMES_PER_CELL = 20

Use = Literal["assigned", "used", "logged"]


@dataclass
class Snapshot:
    """`frame` is None where it could not be kept; then the note says why."""

    name: str
    library: str
    use: Use
    rows: int
    dtypes: list[tuple[str, str]]
    frame: Any = None
    context: str | None = None
    note: str | None = None


class Snapshots:
    """Those of one cell, which share the budget for copies. A frame is taken once."""

    def __init__(self) -> None:
        self.taken: list[Snapshot] = []
        self._seen: set[int] = set()
        self._left = COPY_LIMIT

    def take(self, name: str, value: Any, use: Use, context: str | None = None) -> None:
        library = library_of(value)
        if library is None or id(value) in self._seen or len(self.taken) >= FRAMES_PER_CELL:
            return
        self._seen.add(id(value))
        snapshot = _TAKERS[library](name, value, use, self._left)
        snapshot.context = context
        if library == "pandas" and snapshot.frame is not None and not _copies_on_write():
            self._left -= _size(snapshot.frame)
        self.taken.append(snapshot)

    def take_named(self, source: str, namespace: Mapping[str, Any]) -> None:
        """The frames that go by a name in this cell, assigned in it or not."""
        for name, use in _names(source).items():
            if not name.startswith("_") and name in namespace:
                self.take(name, namespace[name], use)


def library_of(value: Any) -> str | None:
    for library, types in (
        ("pandas", ("DataFrame", "Series")),
        ("polars", ("DataFrame", "Series")),
        ("pyarrow", ("Table",)),
    ):
        module = sys.modules.get(library)
        kinds = tuple(kind for name in types if (kind := getattr(module, name, None)))
        if kinds and isinstance(value, kinds):
            return library
    return None


def _take_pandas(name: str, value: Any, use: Use, budget: int) -> Snapshot:
    frame = value.to_frame(value.name or name) if value.ndim == 1 else value
    dtypes = [
        (str(label), str(dtype)) for label, dtype in zip(frame.columns, frame.dtypes, strict=True)
    ]
    snapshot = Snapshot(name, "pandas", use, len(frame), dtypes)
    if _copies_on_write():
        snapshot.frame = frame.copy(deep=False)
    elif (size := _size(frame)) <= budget:
        snapshot.frame = frame.copy(deep=True)
    else:
        snapshot.note = (
            f"not read: {size / 1e6:.0f} MB are too many to copy before the next cell changes "
            "them; with pandas.options.mode.copy_on_write = True no copy is needed"
        )
    return snapshot


def _take_polars(name: str, value: Any, use: Use, budget: int) -> Snapshot:
    # Columns are shared and never changed in place.
    frame = value.to_frame(value.name or name) if hasattr(value, "to_frame") else value.clone()
    dtypes = [(label, str(dtype)) for label, dtype in zip(frame.columns, frame.dtypes, strict=True)]
    return Snapshot(name, "polars", use, frame.height, dtypes, frame)


def _take_pyarrow(name: str, value: Any, use: Use, budget: int) -> Snapshot:
    dtypes = [(field.name, str(field.type)) for field in value.schema]
    return Snapshot(name, "pyarrow", use, value.num_rows, dtypes, value)


_TAKERS = {"pandas": _take_pandas, "polars": _take_polars, "pyarrow": _take_pyarrow}


def _copies_on_write() -> bool:
    pandas = sys.modules["pandas"]
    if int(pandas.__version__.split(".")[0]) >= 3:
        return True
    return getattr(pandas.options.mode, "copy_on_write", False) is True


def _size(frame: Any) -> int:
    return int(frame.memory_usage(index=True, deep=False).sum())


def _names(source: str) -> dict[str, Use]:
    """The names in the cell itself, not inside its functions; "assigned" where it changes them."""
    if len(source) > SOURCE_LIMIT:
        return {}
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return {}
    names: dict[str, Use] = {}
    for node in _outside_functions(tree):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            root = _root(node)
            if root is not None:
                names[root] = "assigned"
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                names[node.id] = "assigned"
            else:
                names.setdefault(node.id, "used")
    return names


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield child
            yield from _outside_functions(child)


def _root(node: ast.expr) -> str | None:
    """`df` of `df.loc[0, "fare"]`."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
