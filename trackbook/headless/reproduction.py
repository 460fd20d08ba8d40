"""What a reproduction needs to know of the run that it repeats, and how the two are compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ..kernel.destination import Destination
from ..notebook_run import Repeated
from .kernel_spec import kernel_for
from .node_command import printed_by
from .parameters import literals, value_of
from .place import Place
from .server_run import ServerRun, place_of
from .tracked_notebook import KIND, Task
from .values import shown

# The kinds of runs of which the side panel offers what their cells left behind.
CLICKABLE = ("cell", "recording")


@dataclass(frozen=True)
class Difference:
    """`json` is what `trackbook diff --json` prints, `text` what it prints for people."""

    holds: bool
    json: str
    text: str


@dataclass(frozen=True)
class Reproduction:
    original: ServerRun
    destination: Destination
    task: Task
    place: Place
    # The notebook that the run came from, where it is not in its place any more.
    missing: Path | None


def prepare(destination: Destination, run_id: str) -> Reproduction:
    """Raises CommandFailed if the cells of the run are not known."""
    sliced: Any = nbformat.reads(printed_by("slice", run_id).stdout, as_version=4)
    original = ServerRun.find(destination, run_id)
    path = _notebook_file(sliced, destination)
    folder = path.parent if path.parent.is_dir() else _root(destination)
    task = Task(
        sliced,
        sliced,
        path,
        kernel_for(sliced, None),
        folder=folder,
        name=f"{original.name} (reproduction)",
        values=_values_in_source(original, sliced),
        tags={"trackbook.reproduces": run_id},
        repeated=_repeated(original, sliced),
    )
    place = place_of(destination, {"id": original.experiment_id})
    return Reproduction(original, destination, task, place, None if path.exists() else path)


def difference_between(run_a: str, run_b: str, tolerance: float) -> Difference:
    arguments = ("diff", run_a, run_b, f"--tolerance={tolerance!r}")
    as_json = printed_by(*arguments, "--json", fine=(0, 1))
    text = printed_by(*arguments, fine=(0, 1)).stdout
    return Difference(bool(json.loads(as_json.stdout)["holds"]), as_json.stdout, text)


def _notebook_file(sliced: NotebookNode, destination: Destination) -> Path:
    """A run of a console has none, and runs where the server's folder is."""
    name = sliced.metadata.get("trackbook", {}).get("notebook") or "console.ipynb"
    return _root(destination) / name


def _root(destination: Destination) -> Path:
    return destination.data_dir.parent if destination.data_dir else Path.cwd()


def _repeated(original: ServerRun, sliced: NotebookNode) -> Repeated | None:
    """Of other runs all values come from code."""
    if original.tags.get("trackbook.kind") not in CLICKABLE:
        return None
    cells = [cell.id for cell in sliced.cells if cell.metadata.get("trackbook", {}).get("of_run")]
    return Repeated(cells, list(original.params), list(original.metrics))


def _values_in_source(original: ServerRun, sliced: NotebookNode) -> dict[str, Any]:
    """The parameters that `trackbook run` set: they are in the source, which does not log them."""
    if original.tags.get("trackbook.kind") != KIND:
        return {}
    values = {literal.name: value_of(literal) for literal in reversed(list(literals(sliced)))}
    params = original.params
    return {name: value for name, value in values.items() if params.get(name) == shown(value)}
