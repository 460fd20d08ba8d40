"""SHA-256 of files, streamed, remembered while a file looks unchanged, and within a budget."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable

from .limits import DataLimits, size_text

BLOCK = 1 << 20
# Not to wait where a pipe has taken the file's place.
FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
CHANGED = "changed after it was read"

Key = tuple[str, int, int, int]


class FileHashes:
    """`stopped` is asked between blocks; it is the reason to stop."""

    def __init__(self, limits: DataLimits, stopped: Callable[[], str | None]) -> None:
        self._limits = limits
        self._stopped = stopped
        self._known: dict[Key, str] = {}

    def sha256(self, key: Key, budget: float) -> tuple[str | None, str | None]:
        """The hash of a file that looked like this when it was read, or why there is none.

        `budget` is what is left of the limit for the cell, in bytes.
        """
        if key in self._known:
            return self._known[key], None
        size = key[1]
        if size > self._limits.file:
            return None, f"not hashed: larger than {size_text(self._limits.file)} (limit file)"
        if size > budget:
            limit = size_text(self._limits.cell)
            return None, f"not hashed: the cell read more than {limit} (limit cell)"
        try:
            self._known[key] = self._digest(key)
        except _NotHashed as reason:
            return None, f"not hashed: {reason}"
        except OSError as error:
            return None, f"not hashed: {error.strerror or error}"
        return self._known[key], None

    def knows(self, key: Key) -> bool:
        return key in self._known

    def _digest(self, key: Key) -> str:
        path, left, _, _ = key
        digest = hashlib.sha256()
        # Past `open`, which tells of what the user's code reads.
        descriptor = os.open(path, FLAGS)
        try:
            _check(descriptor, key)
            # No further than it went: a file that grows may never end.
            while left > 0 and (block := os.read(descriptor, min(BLOCK, left))):
                if (reason := self._stopped()) is not None:
                    raise _NotHashed(reason)
                digest.update(block)
                left -= len(block)
            _check(descriptor, key)
        finally:
            os.close(descriptor)
        if left:
            raise _NotHashed(CHANGED)
        return digest.hexdigest()


class _NotHashed(Exception):
    """The message says why."""


def _check(descriptor: int, key: Key) -> None:
    """Whether what is open is still what was read, and a file at all."""
    found = os.fstat(descriptor)
    is_same = (found.st_size, found.st_mtime_ns, found.st_ino) == key[1:]
    if not is_same or not stat.S_ISREG(found.st_mode):
        raise _NotHashed(CHANGED)
