"""What the hook saw and has still to send, on disk before it goes over the network.

One line per entry: a checksum and JSON. Lines are only appended; a line torn by a crash or a full
disk fails its checksum and is skipped. A session's first file is `ID.jsonl`; when that is full
the next is `ID.jsonl.1`, and so on.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..file_lock import FileLock

SEGMENT_SIZE = 8_000_000

Entry = dict  # JSON objects: {"op": ..., "n": ..., ...}


class Journal:
    """Append-only. The lock beside the files tells the living session from a left-over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # Grows when an MLflow client asks for the tags of a run; see run_tags.
        self.uses = path.with_suffix(".runs")
        self._lock = FileLock(path.with_suffix(".lock"))
        self._mutex = threading.Lock()
        self._file: int | None = None
        self._size = 0
        self._is_torn = False
        self._closed = False
        self._segments = [path, *_later_segments(path)]
        self._synced = 0
        self._compacted = 0

    def claim(self) -> bool:
        """Take the journal; False if a living session holds it."""
        return self._lock.acquire()

    def append(self, entry: Entry) -> None:
        """Hand a line to the operating system: it survives the kernel, however that dies."""
        line = _line(entry)
        with self._mutex:
            if self._closed:
                raise OSError(f"{self.path} is closed")
            if self._file is None:
                self._open()
            elif self._size > SEGMENT_SIZE:
                self._begin_segment()
            assert self._file is not None
            # Whatever was torn before must not swallow this line.
            line = b"\n" + line if self._is_torn else line
            self._is_torn = True
            written = os.write(self._file, line)
            self._size += written
            if written != len(line):
                raise OSError(f"{self.path} could not be written whole")
            self._is_torn = False

    def sync(self) -> None:
        """Have what was appended on the disk itself, where it survives the machine. Takes its time:
        not for the kernel's main thread."""
        unsynced = self._segments[self._synced :]
        for segment in unsynced:
            with segment.open("ab") as file:
                os.fsync(file.fileno())
        # The last one goes on.
        self._synced += len(unsynced) - 1

    def read(self) -> Iterator[Entry]:
        for segment in self._segments:
            yield from _read(segment)

    @property
    def can_be_compacted(self) -> bool:
        return self._compacted < len(self._segments) - 1

    def compact(self, is_needed: Callable[[Entry], bool]) -> None:
        """Leave only the needed entries in the files that are full; the present one goes on."""
        full = self._segments[:-1]
        for segment in full:
            kept = b"".join(_line(entry) for entry in _read(segment) if is_needed(entry))
            replacement = segment.with_name(segment.name + ".new")
            replacement.write_bytes(kept)
            replacement.replace(segment)
        self._compacted = len(full)

    def close(self, *, discard: bool = False) -> None:
        with self._mutex:
            self._closed = True
            self._close_file()
            if discard:
                # The first file first: without it the others are no journal any more.
                for path in (*self._segments, self.uses, self._lock.path):
                    path.unlink(missing_ok=True)
        self._lock.release()

    def _open(self) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._file = os.open(self._segments[-1], flags, 0o600)
        self._size = os.lseek(self._file, 0, os.SEEK_END)
        self._is_torn = self._size > 0

    def _begin_segment(self) -> None:
        self._close_file()
        self._segments.append(self.path.with_name(f"{self.path.name}.{len(self._segments)}"))
        self._open()

    def _close_file(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class NoJournal(Journal):
    """For a disk that takes nothing: sending goes on from memory."""

    def __init__(self) -> None:
        super().__init__(Path(tempfile.gettempdir()) / f"trackbook-{os.getpid()}.jsonl")

    def claim(self) -> bool:
        return True

    def append(self, entry: Entry) -> None:
        pass

    def sync(self) -> None:
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


def _later_segments(path: Path) -> list[Path]:
    numbers = (found.suffix[1:] for found in path.parent.glob(f"{path.name}.*"))
    found = sorted(int(number) for number in numbers if number.isdigit())
    return [path.with_name(f"{path.name}.{number}") for number in found]


def _read(segment: Path) -> Iterator[Entry]:
    if not segment.exists():
        return
    with segment.open("rb") as lines:
        for line in lines:
            entry = _parse(line)
            if entry is not None:
                yield entry


def _line(entry: Entry) -> bytes:
    text = json.dumps(entry, separators=(",", ":")).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _parse(line: bytes) -> Any:
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    try:
        if int(checksum, 16) != zlib.crc32(text):
            return None
        entry = json.loads(text)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
