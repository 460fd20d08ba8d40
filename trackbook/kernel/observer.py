"""What IPython, the kernel and the front end tell of an execution."""

from __future__ import annotations

import asyncio
import os
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import IPython

from . import vscode
from .masking import mask_secrets
from .provenance import (
    HeadlessNotebook,
    NotebookCell,
    code_cells,
    headless_notebook,
    notebook_path,
)

LONGEST_MESSAGE = 10_000
# From 9.8 on the shell counts an execution before pre_run_cell, earlier ones after it has ended.
COUNTS_AHEAD = int(IPython.version_info[:2] >= (9, 8))


class FrontEnd(NamedTuple):
    notebook: str | None
    client: str | None


class Observer:
    """Front ends that speak to the hook are known by their connection, others are guessed."""

    def __init__(self, shell: Any, data_dir: Path | None) -> None:
        # Of executions that no front end which spoke to the hook asked for.
        self.client: str | None = None
        self._shell = shell
        self._root = data_dir.parent if data_dir else None
        self._fronts: dict[str | None, FrontEnd] = {}
        self._latest: FrontEnd | None = None
        self._vscode = vscode.CellAddresses()

    def introduce(self, connection: str | None, notebook: str | None, client: str | None) -> None:
        """A front end said what it is. Several notebooks may share the kernel."""
        known = self._fronts.get(connection, FrontEnd(None, None))
        front = FrontEnd(notebook or known.notebook, client or known.client)
        self._fronts[connection] = self._latest = front

    def observe(self, info: Any) -> dict[str, Any]:
        """The fields of an Execution that are known when it begins."""
        cell_id = info.cell_id
        front = self._front_of(cell_id)
        if front.client == "vscode" and cell_id:
            path = self._shell.user_ns[vscode.NOTEBOOK]
            cell_id = self._vscode.cell_id(cell_id, info.raw_cell, path)
        headless = None if cell_id or self._latest else self._headless
        count = self._shell.execution_count - COUNTS_AHEAD if info.store_history else None
        return {
            "cell_id": headless.cell_id(info.raw_cell) if headless else cell_id,
            "notebook": notebook_path(headless.path, self._root) if headless else front.notebook,
            "client": "headless" if headless else front.client,
            "execution_count": count,
        }

    @staticmethod
    def is_of_user(info: Any) -> bool:
        """False for what a front end asks for itself, as VS Code's view of variables does: of no
        cell, and not to be kept in any history."""
        return bool(info.cell_id or info.store_history)

    def request_id(self) -> str | None:
        """The message that the present execution answers; None outside a kernel."""
        return self._request().get("msg_id")

    def notebook_of(self, connection: str | None) -> str | None:
        """The notebook that a front end shows."""
        front = self._fronts.get(connection)
        return front.notebook if front else self._session_notebook

    def headless_cells(self) -> list[NotebookCell]:
        """The present code cells of a notebook that runs without a front end."""
        if self._latest is not None:
            return []
        if self.client == "headless":
            path = os.environ.get("JPY_SESSION_NAME")
        else:
            path = self._headless.path if self._headless else None
        return code_cells(Path(path)) if path else []

    def _front_of(self, cell_id: str | None) -> FrontEnd:
        """What the present execution was asked for from."""
        known = self._fronts.get(self._request().get("session")) if cell_id else None
        path = self._shell.user_ns.get(vscode.NOTEBOOK)
        if known:
            return FrontEnd(known.notebook, known.client or "notebook")
        if isinstance(path, str):
            return FrontEnd(notebook_path(path, self._root), "vscode")
        if cell_id is None:
            return FrontEnd(None, "console")
        guess = self._latest or FrontEnd(self._session_notebook, self.client)
        return FrontEnd(guess.notebook, guess.client or "notebook")

    def _request(self) -> dict[str, Any]:
        kernel = getattr(self._shell, "kernel", None)
        parent = kernel.get_parent("shell") if kernel else {}
        return parent.get("header", {})

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
    described = {"name": type(error).__name__, "message": _message_of(error)}
    return "interrupted" if interrupted else "error", described


def _message_of(error: BaseException) -> str:
    try:
        message = str(error)
    except Exception as failure:
        return f"(its text could not be made: {type(failure).__name__})"
    if len(message) > LONGEST_MESSAGE:
        message = f"{message[:LONGEST_MESSAGE]} …"
    return mask_secrets(message)
