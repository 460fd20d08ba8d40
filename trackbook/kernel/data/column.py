"""A column of a frame or an array, read some rows at a time, in one form for all libraries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np

# Numbers or times with a mask of what is missing, or texts in which None is missing. Equal values
# give equal parts, whatever library holds them.
Part: TypeAlias = "tuple[np.ndarray, np.ndarray] | list[str | None]"


@dataclass(frozen=True)
class Column:
    name: str
    dtype: str
    rows: int
    read: Callable[[int, int], Part]
    """From the first row to before the second."""
    levels: Callable[[], list[str | None]] = list
    """Of a column of categories these, in order: models see their numbers."""
