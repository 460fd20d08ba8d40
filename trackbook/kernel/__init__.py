"""The IPython extension that witnesses executions and tracks them as runs."""

from __future__ import annotations

from typing import Any

from .hook import TrackbookHook

_hooks: dict[int, TrackbookHook] = {}


def load_ipython_extension(shell: Any) -> None:
    if id(shell) not in _hooks:
        hook = TrackbookHook(shell)
        hook.load()
        _hooks[id(shell)] = hook


def unload_ipython_extension(shell: Any) -> None:
    hook = _hooks.pop(id(shell), None)
    if hook is not None:
        hook.unload()
