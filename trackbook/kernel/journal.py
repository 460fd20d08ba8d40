"""What the hook saw and has still to send, on disk before it goes over the network.

One file per session, one line per entry: a checksum and JSON. Lines are only appended; a line
torn by a crash or a full disk fails its checksum and is skipped.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..file_lock import FileLock

Entry = dict  # JSON objects: {"op": ..., "n": ..., ...}


class Journal:
    """Append-only. The lock beside the file tells the living session from a left-over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # Grows when an MLflow client asks for the tags of a run; see run_tags.
        self.uses = path.with_suffix(".runs")
        self._lock = FileLock(path.with_suffix(".lock"))
        self._mutex = threading.Lock()
        self._file: int | None = None
        self._closed = False

    def claim(self) -> bool:
        """Take the journal; False if a living session holds it."""
        return self._lock.acquire()

    def append(self, entry: Entry) -> None:
        """Hand a line to the operating system: it survives the kernel, however that dies."""
        text = json.dumps(entry, separators=(",", ":")).encode()
        line = b"%08x %s\n" % (zlib.crc32(text), text)
        with self._mutex:
            if self._closed:
                raise OSError(f"{self.path} is closed")
            if self._file is None:
                flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
                self._file = os.open(self.path, flags, 0o600)
                if os.lseek(self._file, 0, os.SEEK_END):
                    # Whatever was torn before must not swallow this line.
                    line = b"\n" + line
            if os.write(self._file, line) != len(line):
                raise OSError(f"{self.path} could not be written whole")

    def read(self) -> Iterator[Entry]:
        if not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                entry = _parse(line)
                if entry is not None:
                    yield entry

    def close(self, *, discard: bool = False) -> None:
        with self._mutex:
            self._closed = True
            if self._file is not None:
                os.close(self._file)
                self._file = None
            if discard:
                self.path.unlink(missing_ok=True)
                self.uses.unlink(missing_ok=True)
                self._lock.path.unlink(missing_ok=True)
        self._lock.release()


class NoJournal(Journal):
    """For a disk that takes nothing: sending goes on from memory."""

    def __init__(self) -> None:
        super().__init__(Path(tempfile.gettempdir()) / f"trackbook-{os.getpid()}.jsonl")

    def claim(self) -> bool:
        return True

    def append(self, entry: Entry) -> None:
        pass

    def close(self, *, discard: bool = False) -> None:
        self.uses.unlink(missing_ok=True)


def open_journal(folders: list[Path], session_id: str) -> Journal:
    """A journal in the first folder that can be written."""
    for folder in folders:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            journal = Journal(folder / f"{session_id}.jsonl")
            if journal.claim():
                return journal
        except OSError:
            continue
    return NoJournal()


def left_over(folders: list[Path]) -> Iterator[Journal]:
    """Journals of sessions that are gone, claimed for the caller."""
    for folder in folders:
        for path in sorted(folder.glob("*.jsonl")):
            journal = Journal(path)
            try:
                claimed = journal.claim()
            except OSError:
                continue
            if claimed and path.exists():
                yield journal
            else:
                journal.close()


def journal_folders(data_dir: Path | None) -> list[Path]:
    """Where journals are written, best first."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    fallback = Path(cache) / "trackbook" / "journal"
    return [data_dir / "journal", fallback] if data_dir else [fallback]


def _parse(line: bytes) -> Any:
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    try:
        if int(checksum, 16) != zlib.crc32(text):
            return None
        entry = json.loads(text)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
