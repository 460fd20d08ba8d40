"""What IPython, the kernel and the front end tell of an execution."""

from __future__ import annotations

import asyncio
import os
from functools import cached_property
from pathlib import Path
from typing import Any

import IPython

from .provenance import HeadlessNotebook, headless_notebook, notebook_path

# From 9.8 on the shell counts an execution before pre_run_cell, earlier ones after it has ended.
COUNTS_AHEAD = int(IPython.version_info[:2] >= (9, 8))


class Observer:
    """`notebook` and `client` are what the front end said; others are found without it."""

    def __init__(self, shell: Any, data_dir: Path | None) -> None:
        self.notebook: str | None = None
        self.client: str | None = None
        self._shell = shell
        self._root = data_dir.parent if data_dir else None

    def observe(self, info: Any) -> dict[str, Any]:
        """The fields of an Execution that are known when it begins."""
        cell_id = info.cell_id
        headless = None if cell_id or self.notebook else self._headless
        count = self._shell.execution_count - COUNTS_AHEAD if info.store_history else None
        return {
            "cell_id": headless.cell_id(info.raw_cell) if headless else cell_id,
            "notebook": self._notebook_of(cell_id, headless),
            "client": self._client_of(cell_id, headless),
            "execution_count": count,
        }

    def request_id(self) -> str | None:
        """The message that the present execution answers; None outside a kernel."""
        kernel = getattr(self._shell, "kernel", None)
        parent = kernel.get_parent("shell") if kernel else {}
        return parent.get("header", {}).get("msg_id")

    def current_notebook(self) -> str | None:
        return self.notebook or self._session_notebook

    def _notebook_of(self, cell_id: str | None, headless: HeadlessNotebook | None) -> str | None:
        if headless:
            return notebook_path(headless.path, self._root)
        return self.current_notebook() if cell_id else None

    def _client_of(self, cell_id: str | None, headless: HeadlessNotebook | None) -> str:
        if headless:
            return "headless"
        return self.client or "notebook" if cell_id else "console"

    @cached_property
    def _session_notebook(self) -> str | None:
        """Jupyter's server names the notebook of the session that it starts a kernel for."""
        path = os.environ.get("JPY_SESSION_NAME")
        return notebook_path(path, self._root) if path and path.endswith(".ipynb") else None

    @cached_property
    def _headless(self) -> HeadlessNotebook | None:
        return headless_notebook()


def outcome(result: Any) -> tuple[str, dict[str, str] | None]:
    """Status and error of an execution from what post_run_cell is given."""
    if result is None:
        return "interrupted", None
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return "ok", None
    interrupted = isinstance(error, (KeyboardInterrupt, asyncio.CancelledError))
    described = {"name": type(error).__name__, "message": str(error)}
    return "interrupted" if interrupted else "error", described
