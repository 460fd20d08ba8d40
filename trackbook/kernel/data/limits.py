"""How much of the data of a cell is read, at most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "S": 1, "MIN": 60}
_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>[A-Za-z]*)")

USAGE = "file=1GB cell=4GB copy=256MB seconds=60"


@dataclass
class DataLimits:
    """Shared by those who read, and changed while they do. Sizes are in bytes."""

    file: float = 1_000_000_000
    """Of a file that is hashed: one second or so for most disks."""
    cell: float = 4_000_000_000
    """Of all files of a cell that are hashed: a folder of large ones shall not keep a disk busy."""
    copy: float = 256_000_000
    """Of copies of frames and arrays that wait to be read: a tenth of a second at most to make."""
    seconds: float = 60
    """For reading one frame or array."""

    def parse(self, text: str) -> None:
        """Take what is set in a text such as `file=2GB, seconds=120`.

        Raises ValueError with a sentence for the user; then nothing has changed.
        """
        given = dict(_pair(word) for word in re.split(r"[,\s]+", text.strip()) if word)
        self.update(given)

    def update(self, given: Mapping[str, Any]) -> None:
        """Take these; ValueError as in `parse`."""
        known = {field.name for field in fields(self)}
        for name, amount in given.items():
            if name not in known:
                raise ValueError(f"There is no limit {name}; limits are {USAGE}.")
            if isinstance(amount, bool) or not isinstance(amount, (int, float)) or amount < 0:
                raise ValueError(f"{name} is no amount: {amount}")
        for name, amount in given.items():
            setattr(self, name, amount)

    def __str__(self) -> str:
        sizes = {name: size_text(amount) for name, amount in asdict(self).items()}
        return " ".join(f"{name}={text}" for name, text in sizes.items() if name != "seconds") + (
            f" seconds={self.seconds:g}"
        )


def size_text(size: float) -> str:
    """`1.5GB` of bytes."""
    for unit in ("TB", "GB", "MB", "KB"):
        if size >= _UNITS[unit]:
            return f"{size / _UNITS[unit]:g}{unit}"
    return f"{size:g}B"


def _pair(word: str) -> tuple[str, float]:
    name, _, amount = word.partition("=")
    match = _AMOUNT.fullmatch(amount)
    unit = _UNITS.get(match["unit"].upper()) if match else None
    if match is None or unit is None:
        raise ValueError(f"{word} sets no limit; write {USAGE}.")
    return name, float(match["number"]) * unit
