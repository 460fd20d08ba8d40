"""What a run was made from: notebook, commit, packages."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import psutil

GIT_TIMEOUT = 10.0


@dataclass(frozen=True)
class Commit:
    sha: str
    dirty: bool | None

    def tags(self) -> dict[str, str]:
        tags = {"mlflow.source.git.commit": self.sha}
        if self.dirty is not None:
            tags["trackbook.git.dirty"] = str(self.dirty).lower()
        return tags


class Repository:
    """The git repository around the working folder. Asks git, so not for the kernel's main thread;
    `commit` is the last answer."""

    def __init__(self) -> None:
        self.commit: Commit | None = None
        self._asked_at = float("-inf")

    def refresh(self, max_age: float = 0.0) -> None:
        if time.monotonic() - self._asked_at < max_age:
            return
        sha = git("rev-parse", "HEAD")
        changes = git("status", "--porcelain", "--untracked-files=no") if sha else None
        self.commit = Commit(sha, None if changes is None else changes != "") if sha else None
        self._asked_at = time.monotonic()


def requirements() -> str:
    """The installed packages as a requirements file, read from their metadata."""
    packages = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        if name:
            packages.setdefault(name, distribution.version)
    lines = [f"{name}=={version}" for name, version in packages.items()]
    return "\n".join(sorted(lines, key=str.lower)) + "\n"


class NotebookCell(NamedTuple):
    id: str | None
    source: str


@dataclass
class HeadlessNotebook:
    """A notebook run without a front end, whose file says which cell each source belongs to."""

    path: str
    cells: list[NotebookCell]
    # Of the notebook that papermill writes, with a cell for the parameters that it sets.
    written: list[NotebookCell] = field(default_factory=list)

    def cell_id(self, source: str) -> str | None:
        """The id of the next cell with this source: headless execution goes top to bottom."""
        return _take_next(self.cells, source) or _take_next(self.written, source)


def headless_notebook() -> HeadlessNotebook | None:
    """The notebook that `jupyter execute`, nbconvert or papermill runs: it stands on the command
    line of the process that started this kernel."""
    if "JPY_SESSION_NAME" in os.environ:
        # Jupyter's server, which may have been given a notebook to open.
        return None
    try:
        parent = psutil.Process(os.getppid())
        arguments, folder = parent.cmdline(), Path(parent.cwd())
    except psutil.Error:
        return None
    paths = (folder / argument for argument in arguments[1:] if argument.endswith(".ipynb"))
    notebook, *others = [path for path in paths if path.is_file()] or [None]
    if notebook is None:
        return None
    written = [cell for path in others for cell in code_cells(path)]
    return HeadlessNotebook(str(notebook), code_cells(notebook), written)


def _take_next(cells: list[NotebookCell], source: str) -> str | None:
    for index, (cell_id, text) in enumerate(cells):
        if text == source:
            del cells[: index + 1]
            return cell_id
    return None


def notebook_path(path: str, root: Path | None) -> str:
    """The path as Jupyter shows it: below its root folder."""
    try:
        return Path(path).relative_to(root or Path.cwd()).as_posix()
    except ValueError:
        return path


def code_cells(path: Path) -> list[NotebookCell]:
    """As the file has them now; none if it is no notebook."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        return [
            NotebookCell(cell.get("id"), "".join(cell["source"]))
            for cell in cells
            if cell["cell_type"] == "code"
        ]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def git(*arguments: str) -> str | None:
    try:
        result = subprocess.run(
            ["git", "--no-optional-locks", *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=GIT_TIMEOUT,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return result.stdout.strip() if result.returncode == 0 else None
