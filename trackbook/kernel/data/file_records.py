"""Makes records of what a cell read and wrote; on the thread that may take its time."""

from __future__ import annotations

import glob
import os
import stat
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from .data_files import DataFiles
from .file_hashes import FileHashes
from .file_watch import FILE_LIMIT, Access
from .limits import DataLimits


def file_records(
    accesses: list[Access], files: DataFiles, hashes: FileHashes, limits: DataLimits
) -> list[dict[str, Any]]:
    """Folders and patterns stand for the files in them."""
    budget = limits.cell
    records = []
    for access in _plain_files(accesses, files):
        record: dict[str, Any] = {
            "path": access.path if access.remote else files.shown(access.path),
            "kind": "remote" if access.remote else "local",
            "writes": access.writes,
            "reader": access.reader,
            "size": access.size,
            "modified_at": None if access.modified_ns is None else access.modified_ns // 1_000_000,
            "sha256": None,
            "note": "not hashed: it came from elsewhere" if access.remote else None,
        }
        if access.inode is not None and access.size is not None and not access.writes:
            key = (access.path, access.size, access.modified_ns or 0, access.inode)
            was_known = hashes.knows(key)
            record["sha256"], record["note"] = hashes.sha256(key, budget)
            if record["sha256"] and not was_known:
                budget -= access.size
        records.append(record)
    return records


def _plain_files(accesses: list[Access], files: DataFiles) -> Iterator[Access]:
    for access in accesses:
        if access.remote:
            yield access
        elif access.size is not None:
            if not _was_passing(access.path):
                yield access
        elif access.writes:
            # What is gone by now was of use to nobody but the cell.
            if Path(access.path).exists():
                yield from _stated(access, [access.path])
        else:
            yield from _stated(access, _inside(access.path, files))


def _was_passing(path: str) -> bool:
    """Whether it was a temporary file, as MLflow makes for a model on its way to the server."""
    return path.startswith(tempfile.gettempdir()) and not Path(path).exists()


def _inside(path: str, files: DataFiles) -> list[str]:
    # A pattern is absolute, which Path.glob does not take.
    is_folder = Path(path).is_dir()
    found = _below(path) if is_folder else glob.iglob(path, recursive=True)  # noqa: PTH207
    return sorted(islice(filter(files.is_data, found), FILE_LIMIT))


def _below(folder: str) -> Iterator[str]:
    for inner, folders, names in os.walk(folder):
        folders.sort()
        yield from (os.path.join(inner, name) for name in sorted(names))  # noqa: PTH118


def _stated(access: Access, paths: list[str]) -> Iterator[Access]:
    for path in paths:
        try:
            found = Path(path).stat()
        except OSError:
            # Gone since.
            continue
        if stat.S_ISREG(found.st_mode):
            yield Access(
                path,
                access.reader,
                access.writes,
                size=found.st_size,
                modified_ns=found.st_mtime_ns,
                inode=found.st_ino,
            )
