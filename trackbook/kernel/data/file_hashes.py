"""SHA-256 of files, streamed, remembered while a file looks unchanged, and within a budget."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

# One second or so for most disks.
FILE_LIMIT = 1_000_000_000
# Of what one cell reads, so that a folder of large files does not keep the disk busy for long.
CELL_LIMIT = 4_000_000_000
BLOCK = 1 << 20

Key = tuple[str, int, int, int]


class FileHashes:
    """`cancelled` is asked between blocks."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._known: dict[Key, str] = {}

    def sha256(self, key: Key, budget: int) -> tuple[str | None, str | None]:
        """The hash of a file that looked like this when it was read, or why there is none."""
        if key in self._known:
            return self._known[key], None
        path, size, _, _ = key
        if size > FILE_LIMIT:
            return None, f"not hashed: larger than {FILE_LIMIT / 1e9:g} GB"
        if size > budget:
            return None, f"not hashed: the cell read more than {CELL_LIMIT / 1e9:g} GB"
        try:
            if _key(path) != key:
                return None, "not hashed: changed after it was read"
            digest = self._digest(path)
            if digest is None:
                return None, "not hashed: the kernel ended"
            if _key(path) != key:
                return None, "not hashed: changed after it was read"
        except OSError as error:
            return None, f"not hashed: {error.strerror or error}"
        self._known[key] = digest
        return digest, None

    def knows(self, key: Key) -> bool:
        return key in self._known

    def _digest(self, path: str) -> str | None:
        digest = hashlib.sha256()
        # Past `open`, which tells of what the user's code reads.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            while block := os.read(descriptor, BLOCK):
                if self._cancelled():
                    return None
                digest.update(block)
        finally:
            os.close(descriptor)
        return digest.hexdigest()


def _key(path: str) -> Key:
    stat = Path(path).stat()
    return path, stat.st_size, stat.st_mtime_ns, stat.st_ino
