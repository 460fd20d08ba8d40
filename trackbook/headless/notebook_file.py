"""Reads the notebook that the user names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.reader import NotJSONError
from nbformat.v4 import upgrade


class NotANotebook(ValueError):
    """The file cannot be run; the message says why."""


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
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError) as error:
        reason = str(getattr(error, "message", error)).splitlines()[0]
        raise NotANotebook(f"{path} is no notebook: {reason}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise NotANotebook(f"{path} cannot be read: {error}.") from error
    return notebook
