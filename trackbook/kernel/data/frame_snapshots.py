"""Takes data frames and arrays as they are now, to be read while the next cell runs."""

from __future__ import annotations

import ast
import logging
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..loaded import is_a
from ..own_nodes import BROKEN, own_nodes
from .limits import DataLimits, size_text

SOURCE_LIMIT = 50_000
FRAMES_PER_CELL = 20

log = logging.getLogger("trackbook")

Use = Literal["assigned", "used", "logged"]


@dataclass
class Snapshot:
    """`frame` is None where it could not be kept; then the note says why."""

    name: str
    library: str
    use: Use
    rows: int
    dtypes: list[tuple[str, str]]
    shape: tuple[int, ...] | None = None
    """Of an array."""
    copied: int = 0
    """Bytes of it that were copied, to be given back to the budget."""
    frame: Any = None
    context: str | None = None
    note: str | None = None


class Snapshots:
    """Those of one cell, which share the budget for copies. A frame is taken once."""

    def __init__(self, budget: CopyBudget) -> None:
        self.taken: list[Snapshot] = []
        self.left_out: list[str] = []
        # By id, and kept: another object could get the id of one that is gone.
        self._seen: dict[int, Any] = {}
        self._budget = budget

    def take(self, name: str, value: Any, use: Use, context: str | None = None) -> None:
        library = library_of(value)
        if library is None or id(value) in self._seen:
            return
        self._seen[id(value)] = value
        if len(self.taken) >= FRAMES_PER_CELL:
            self.left_out.append(name)
            return
        try:
            snapshot = _TAKERS[library](name, value, use, self._budget)
        except Exception as error:
            # It is the user's object, and of a class that may be the user's.
            log.debug("Trackbook could not take %s", name, exc_info=True)
            note = f"not read: {type(error).__name__}: {error}"
            snapshot = Snapshot(name, library, use, 0, [], note=note)
        snapshot.context = context
        self.taken.append(snapshot)

    def take_named(self, source: str, namespace: Mapping[str, Any]) -> None:
        """The frames that go by a name in this cell, assigned in it or not."""
        for name, use in _names(source).items():
            if not name.startswith("_") and name in namespace:
                self.take(name, namespace[name], use)


class CopyBudget:
    """How much may be copied and wait to be read, whatever number of cells it comes from."""

    def __init__(self, limits: DataLimits) -> None:
        self._limits = limits
        self._held = 0
        self._mutex = threading.Lock()

    def take(self, size: int) -> bool:
        with self._mutex:
            if self._held + size > self._limits.copy:
                return False
            self._held += size
            return True

    def give_back(self, size: int) -> None:
        with self._mutex:
            self._held -= size

    def refusal(self, size: int) -> str:
        return (
            f"not read: {size_text(size)} are too many to copy before the next cell changes them "
            f"(limit copy={size_text(self._limits.copy)} for all that waits to be read)"
        )


def library_of(value: Any) -> str | None:
    for library, types in _TYPES.items():
        if any(is_a(value, library, name) for name in types):
            return library
    return None


def _take_pandas(name: str, value: Any, use: Use, budget: CopyBudget) -> Snapshot:
    frame = value.to_frame(_series_name(value, name)) if value.ndim == 1 else value
    dtypes = [
        (str(label), str(dtype)) for label, dtype in zip(frame.columns, frame.dtypes, strict=True)
    ]
    snapshot = Snapshot(name, "pandas", use, len(frame), dtypes)
    size = int(frame.memory_usage(index=True, deep=False).sum())
    if _copies_on_write():
        snapshot.frame = frame.copy(deep=False)
    elif budget.take(size):
        snapshot.copied = size
        snapshot.frame = frame.copy(deep=True)
    else:
        snapshot.note = (
            f"{budget.refusal(size)}; with pandas.options.mode.copy_on_write = True no copy is "
            "needed"
        )
    return snapshot


def _take_polars(name: str, value: Any, use: Use, budget: CopyBudget) -> Snapshot:
    # Columns are shared and never changed in place.
    is_series = is_a(value, "polars", "Series")
    frame = value.to_frame(value.name or name) if is_series else value.clone()
    dtypes = [(label, str(dtype)) for label, dtype in zip(frame.columns, frame.dtypes, strict=True)]
    return Snapshot(name, "polars", use, frame.height, dtypes, frame=frame)


def _take_pyarrow(name: str, value: Any, use: Use, budget: CopyBudget) -> Snapshot:
    dtypes = [(field.name, str(field.type)) for field in value.schema]
    return Snapshot(name, "pyarrow", use, value.num_rows, dtypes, frame=value)


def _take_numpy(name: str, value: Any, use: Use, budget: CopyBudget) -> Snapshot:
    numpy = sys.modules["numpy"]
    is_masked = numpy.ma.isMaskedArray(value)
    # Subclasses may have units or labels, which they have code for.
    array = value if is_masked else numpy.asarray(value)
    rows = array.shape[0] if array.ndim else 1
    dtypes = [(field, str(array.dtype[field])) for field in array.dtype.names or ()]
    dtypes = dtypes or [("values", str(array.dtype))]
    snapshot = Snapshot(name, "numpy", use, rows, dtypes, shape=array.shape)
    if not is_masked and _is_frozen(array):
        snapshot.frame = array
    elif budget.take(array.nbytes):
        snapshot.copied = array.nbytes
        snapshot.frame = array.copy(order="C")
    else:
        snapshot.note = f"{budget.refusal(array.nbytes)}; a read-only array needs no copy"
    return snapshot


_TYPES = {
    "pandas": ("DataFrame", "Series"),
    "polars": ("DataFrame", "Series"),
    "pyarrow": ("Table",),
    "numpy": ("ndarray",),
}
_TAKERS = {
    "pandas": _take_pandas,
    "polars": _take_polars,
    "pyarrow": _take_pyarrow,
    "numpy": _take_numpy,
}


def _series_name(series: Any, name: str) -> Any:
    return name if series.name is None else series.name


def _is_frozen(array: Any) -> bool:
    """Whether nobody can change it: a view may be read-only of an array that is not."""
    while is_a(array, "numpy", "ndarray"):
        if array.flags.writeable:
            return False
        array = array.base
    return True


def _copies_on_write() -> bool:
    pandas = sys.modules["pandas"]
    if int(pandas.__version__.split(".")[0]) >= 3:
        return True
    return getattr(pandas.options.mode, "copy_on_write", False) is True


def _names(source: str) -> dict[str, Use]:
    """The names in the cell itself, not inside its functions; "assigned" where it changes them."""
    if len(source) > SOURCE_LIMIT:
        return {}
    try:
        tree = ast.parse(source)
    except BROKEN:
        return {}
    names: dict[str, Use] = {}
    for node in own_nodes(tree):
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


def _root(node: ast.expr) -> str | None:
    """`df` of `df.loc[0, "fare"]`."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
