"""Keeps an interrupt that arrives while the hook works from tearing its bookkeeping."""

from __future__ import annotations

import ast
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class HeldInterrupts:
    """Holds SIGINT back inside `held()`; the cell that follows is interrupted instead.

    IPython prints a KeyboardInterrupt of a callback and runs the cell all the same: without this
    the user's interrupt would be lost, and with it what the callback had half done.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._holds = False
        self._came = False
        self._cell_follows = False
        self._handler: Any = None

    @contextmanager
    def held(self) -> Iterator[None]:
        if not _on_main_thread() or self._holds:
            yield
            return
        self._handler = signal.signal(signal.SIGINT, self._note)
        self._holds = True
        try:
            yield
        finally:
            self._holds = False
            signal.signal(signal.SIGINT, self._handler)
            if self._came and self._cell_follows:
                self._shell.ast_transformers.append(self)
            self._came = self._cell_follows = False

    @contextmanager
    def let_through(self) -> Iterator[None]:
        """Inside `held()`, what an interrupt may end: one that came before ends it at once."""
        if not _on_main_thread() or not self._holds:
            yield
            return
        try:
            signal.signal(signal.SIGINT, self._handler)
            if self._came:
                raise KeyboardInterrupt
            yield
        except KeyboardInterrupt:
            self._came = True
            raise
        finally:
            signal.signal(signal.SIGINT, self._note)

    def pass_to_cell(self) -> None:
        """An interrupt in the present `held()` shall reach the cell that runs after it."""
        self._cell_follows = True

    def forget(self) -> None:
        """The cell has ended; it may not even have compiled."""
        if self in self._shell.ast_transformers:
            self._shell.ast_transformers.remove(self)

    def visit(self, tree: ast.Module) -> ast.Module:
        """IPython calls this with the syntax tree of the cell that is about to run."""
        self._shell.ast_transformers.remove(self)
        interrupt = ast.Raise(exc=ast.Name(id="KeyboardInterrupt", ctx=ast.Load()), cause=None)
        tree.body.insert(0, interrupt)
        return ast.fix_missing_locations(tree)

    def _note(self, signum: int, frame: Any) -> None:
        self._came = True


def _on_main_thread() -> bool:
    """Python runs signal handlers there only."""
    return threading.current_thread() is threading.main_thread()
