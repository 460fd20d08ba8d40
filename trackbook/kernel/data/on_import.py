"""Calls back when a module has been imported, without importing it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

Callback = Callable[[ModuleType], None]

log = logging.getLogger("trackbook")


class OnImport(MetaPathFinder):
    """The first of the finders: it lets the others find, and hears when the module has run."""

    def __init__(self, callbacks: Mapping[str, Callback]) -> None:
        self._callbacks = callbacks

    def install(self) -> None:
        sys.meta_path.insert(0, self)
        for name in self._callbacks:
            module = sys.modules.get(name)
            # One that another thread is still importing is told of by its finder.
            if module is not None and not getattr(module.__spec__, "_initializing", False):
                self._tell(module)

    def uninstall(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._callbacks:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            if finder is self or find is None:
                continue
            spec = find(fullname, path, target)
            if spec is not None:
                self._listen(spec.loader)
                return spec
        return None

    def _listen(self, loader: Any) -> None:
        execute = getattr(loader, "exec_module", None)
        if execute is None or not hasattr(loader, "__dict__"):
            return

        def execute_and_tell(module: ModuleType) -> None:
            del loader.exec_module
            execute(module)
            self._tell(module)

        loader.exec_module = execute_and_tell

    def _tell(self, module: ModuleType) -> None:
        try:
            self._callbacks[module.__name__](module)
        except Exception:
            # An import is the user's; what we make of it must not fail it.
            log.debug("Trackbook could not watch %s", module.__name__, exc_info=True)
