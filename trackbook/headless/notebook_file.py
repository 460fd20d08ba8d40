"""Reads the notebook that the user names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.reader import NotJSONError
from nbformat.v4 import upgrade


class NotANotebook(ValueError):
    """The file cannot be run; the message says why."""


class CannotWrite(RuntimeError):
    """There can be no notebook at the path; the message says why."""


def read_notebook(path: Path) -> NotebookNode:
    """Valid, and with an id for each cell."""
    if not path.exists():
        raise NotANotebook(f"There is no file {path}.")
    try:
        notebook: Any = nbformat.read(path, as_version=4)
        notebook = upgrade(notebook, notebook.nbformat, notebook.nbformat_minor)
        nbformat.validate(notebook)
    except NotJSONError as error:
        raise NotANotebook(f"{path} is no notebook: it is not JSON.") from error
    except RecursionError as error:
        raise NotANotebook(f"{path} is no notebook: it is nested too deeply.") from error
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError) as error:
        reason = str(getattr(error, "message", error)).splitlines()[0]
        raise NotANotebook(f"{path} is no notebook: {reason}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise NotANotebook(f"{path} cannot be read: {error}.") from error
    return notebook


def require_writable(path: Path) -> None:
    """Raises CannotWrite before the work that shall be written there."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise CannotWrite(f"There is no folder {folder} to write {path.name} to.")
    if path.is_dir():
        raise CannotWrite(f"{path} is a folder: name a file.")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise CannotWrite(f"{path} cannot be written: permission denied.")


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    try:
        nbformat.write(notebook, path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror or error}.") from error
