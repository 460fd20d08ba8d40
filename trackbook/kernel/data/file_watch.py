"""Hears which files Python code opens and readers in native code are given.

By taking the place of `open` and of the readers, not by an audit hook: that one could never be
removed again and costs time at each `id()`; see docs/decisions.
"""

from __future__ import annotations

import builtins
import functools
import io
import logging
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from ..loaded import has_type
from .data_files import DataFiles, is_remote, without_secrets
from .readers import KEYWORDS, MODULES, READERS, WRITERS, place_of_path

# Of one cell; whoever reads more files reads a folder of images, whose names tell little.
FILE_LIMIT = 2_000
OWN_THREADS = "trackbook"

log = logging.getLogger("trackbook")


@dataclass(frozen=True)
class Access:
    """A file that was read or written. What is no plain file has no size: a folder, a pattern."""

    path: str
    reader: str
    writes: bool = False
    remote: bool = False
    size: int | None = None
    modified_ns: int | None = None
    inode: int | None = None


class FileWatch:
    def __init__(self, files: DataFiles) -> None:
        self._files = files
        self._accesses: dict[Access, None] = {}
        self._is_full = False
        self._replaced: list[tuple[Any, str, Any, Any]] = []
        self._within = threading.local()

    def modules(self) -> dict[str, Callable[[ModuleType], None]]:
        """What to do with which module once it is imported."""
        return dict.fromkeys(MODULES, self._watch_module)

    def install(self) -> None:
        import IPython.core.interactiveshell as interactiveshell

        wrapped = self._wrap_open(builtins.open)
        self._replace(builtins, "open", wrapped)
        self._replace(io, "open", wrapped)
        # The `open` of a cell is IPython's, which has kept the original.
        if getattr(interactiveshell, "io_open", None) is not None:
            self._replace(interactiveshell, "io_open", wrapped)

    def uninstall(self) -> None:
        while self._replaced:
            holder, name, original, wrapped = self._replaced.pop()
            # Whoever has taken our place keeps it.
            if _member(holder, name) is wrapped:
                setattr(holder, name, original)

    def take(self) -> tuple[list[Access], bool]:
        """What was read and written since the last call, in order, and whether that is all."""
        # One by one, as threads of the user's may note more meanwhile, and a lock could be held
        # by one of them when the process is forked.
        accesses = list(self._accesses)
        for access in accesses:
            self._accesses.pop(access, None)
        is_all, self._is_full = not self._is_full, False
        return accesses, is_all

    def _watch_module(self, module: ModuleType) -> None:
        for table, writes in ((READERS, False), (WRITERS, True)):
            for function in table.get(module.__name__, ()):
                self._watch_function(module, function, writes=writes)

    def _watch_function(self, module: ModuleType, function: str, *, writes: bool) -> None:
        owner, _, name = function.rpartition(".")
        holder = getattr(module, owner, None) if owner else module
        original = _member(holder, name) if holder is not None else None
        if original is None:
            # Another version of the library.
            return
        reader = f"{module.__name__}.{owner or name}"
        place = place_of_path(function, writes=writes)

        @functools.wraps(original)
        def watched(*arguments: Any, **keywords: Any) -> Any:
            __tracebackhide__ = True
            with self._reading(reader):
                result = original(*arguments, **keywords)
            self._note_argument(arguments, keywords, place, reader, writes=writes)
            return result

        # Found there by `pickle`, which sends it by name to other processes.
        watched.__module__, watched.__qualname__ = module.__name__, function
        self._replace(holder, name, watched)

    def _wrap_open(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def open(file: Any, mode: str = "r", *arguments: Any, **keywords: Any) -> Any:
            __tracebackhide__ = True
            opened = original(file, mode, *arguments, **keywords)
            self._note_open(file, mode)
            return opened

        # As `pickle` knows it; its own module has the original.
        open.__module__ = "io"
        return open

    def _replace(self, holder: Any, name: str, wrapped: Any) -> None:
        self._replaced.append((holder, name, _member(holder, name), wrapped))
        setattr(holder, name, wrapped)

    @contextmanager
    def _reading(self, reader: str) -> Iterator[None]:
        """Files that a reader opens on its way are that reader's."""
        outer = getattr(self._within, "reader", None)
        self._within.reader = outer or reader
        try:
            yield
        finally:
            self._within.reader = outer

    def _note_open(self, file: Any, mode: str) -> None:
        writes = not set(mode).isdisjoint("wax+")
        if "r" in mode:
            self._note(file, "open", writes=False)
        if writes:
            self._note(file, "open", writes=True)

    def _note_argument(
        self, arguments: tuple, keywords: dict[str, Any], place: int, reader: str, *, writes: bool
    ) -> None:
        if place < len(arguments):
            given = arguments[place]
        else:
            given = next((keywords[key] for key in KEYWORDS if key in keywords), None)
        paths = given if has_type(given, list, tuple) else [given]
        for path in islice(paths, FILE_LIMIT + 1):
            self._note(path, reader, writes=writes)

    def _note(self, file: Any, reader: str, *, writes: bool) -> None:
        """Never raises: the file is open already, and it is the user's."""
        try:
            if has_type(file, str, bytes, os.PathLike) and not _is_own_thread():
                reader = getattr(self._within, "reader", None) or reader
                access = self._access(os.fsdecode(file), reader, writes=writes)
                if access is None or access in self._accesses:
                    return
                if len(self._accesses) < FILE_LIMIT:
                    self._accesses[access] = None
                else:
                    self._is_full = True
        except Exception:
            # Gone again, no path at all, or an object that does not say its path twice.
            log.debug("Trackbook could not note a file", exc_info=True)

    def _access(self, path: str, reader: str, *, writes: bool) -> Access | None:
        if is_remote(path):
            return Access(without_secrets(path), reader, writes, remote=True)
        path = path.removeprefix("file://")
        if path.startswith("~"):
            path = str(Path(path).expanduser())
        # Not Path.resolve: it follows links, and the path is recorded as the user gave it.
        path = os.path.abspath(path)  # noqa: PTH100
        if not self._files.is_data(path):
            return None
        if writes:
            return Access(path, reader, writes=True)
        try:
            found = Path(path).stat()
        except FileNotFoundError:
            # A pattern.
            return Access(path, reader)
        if stat.S_ISDIR(found.st_mode):
            return Access(path, reader)
        if not stat.S_ISREG(found.st_mode):
            # A pipe or a device: what it gives is gone with the reading.
            return None
        return Access(
            path,
            reader,
            size=found.st_size,
            modified_ns=found.st_mtime_ns,
            inode=found.st_ino,
        )


def _is_own_thread() -> bool:
    return threading.current_thread().name.startswith(OWN_THREADS)


def _member(holder: Any, name: str) -> Any:
    """As it stands in a class or module itself, not in a base class."""
    return vars(holder).get(name) if isinstance(holder, type) else getattr(holder, name, None)
