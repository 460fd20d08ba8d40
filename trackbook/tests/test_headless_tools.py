"""Notebooks that real tools run without a front end: each execution is witnessed with its cell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

CELLS = [
    ("first", "alpha = 0.1", ["parameters"]),
    ("again", "total = 0", []),
    ("same", "total += alpha", []),
    ("twin", "total += alpha", []),
    ("last", "%%track night\nimport mlflow\nmlflow.log_param('alpha', alpha)", []),
]


def write(path: Path, *more: tuple[str, str, list[str]]) -> None:
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
        cells=[
            nbformat.v4.new_markdown_cell("# Night", id="title"),
            *(
                nbformat.v4.new_code_cell(source, id=cell_id, metadata={"tags": tags})
                for cell_id, source, tags in (*CELLS, *more)
            ),
        ],
    )
    nbformat.write(notebook, path)


def run(folder: Path, *command: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, timeout=120, check=False
    ).returncode


def code_cells(path: Path) -> list[tuple[str, str]]:
    cells = nbformat.read(path, as_version=4).cells
    return [(cell.id, cell.source) for cell in cells if cell.cell_type == "code"]


def told(executions: list[dict]) -> list[tuple[str, str]]:
    return [(execution["cell_id"], execution["source"]) for execution in executions]


def test_papermill(folder, tracking):
    """The cell that it adds has its id in the notebook that it writes."""
    write(folder / "night.ipynb")
    assert run(folder, "papermill", "night.ipynb", "out.ipynb", "-p", "alpha", "0.5") == 0

    [tracked] = tracking.wait_for_runs(1, "FINISHED")
    executions = tracking.wait_for_cells(tracked)["executions"]
    assert told(executions) == code_cells(folder / "out.ipynb")
    assert executions[1]["source"].strip().endswith("alpha = 0.5")
    assert {execution["notebook"] for execution in executions} == {"night.ipynb"}
    assert {execution["client"] for execution in executions} == {"headless"}
    assert [execution["execution_count"] for execution in executions] == [1, 2, 3, 4, 5, 6]
    assert tracked.params == {"alpha": "0.5"}
    assert tracked.tags["trackbook.notebook"] == "night.ipynb"


def test_papermill_with_a_failing_cell(folder, tracking):
    write(folder / "night.ipynb", ("broken", "%%track broken\n1 / 0", []), ("never", "1", []))
    assert run(folder, "papermill", "night.ipynb", "out.ipynb") != 0

    tracking.wait_until(lambda: len(tracking.runs()) == 2)
    [broken] = [run for run in tracking.runs() if run.name == "broken"]
    executions = tracking.wait_for_cells(broken)["executions"]
    assert (broken.status, executions[-1]["cell_id"]) == ("FAILED", "broken")
    assert [execution["status"] for execution in executions] == ["ok"] * 5 + ["error"]


@pytest.mark.parametrize("to", [["--to", "notebook"], ["--to", "html"], ["--inplace"]])
def test_nbconvert(folder, tracking, to):
    write(folder / "night.ipynb")
    assert run(folder, "jupyter", "nbconvert", "--execute", *to, "night.ipynb") == 0

    [tracked] = tracking.wait_for_runs(1, "FINISHED")
    executions = tracking.wait_for_cells(tracked)["executions"]
    assert told(executions) == [(cell_id, source) for cell_id, source, _ in CELLS]
    assert {execution["notebook"] for execution in executions} == {"night.ipynb"}
