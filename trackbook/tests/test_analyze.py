"""`trackbook analyze`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TRACKBOOK = str(Path(sys.executable).with_name("trackbook"))

CELLS = [
    {"cell_type": "markdown", "metadata": {}, "source": "# Taxi"},
    {"cell_type": "code", "metadata": {}, "source": ["import pandas as pd\n", "df = pd.read()"]},
    {"cell_type": "code", "metadata": {}, "source": "%time model = train(df)"},
    {"cell_type": "code", "metadata": {}, "source": "note = 'unrelated'"},
    {"cell_type": "code", "metadata": {}, "source": "model.predict(df)"},
]


def analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TRACKBOOK, "analyze", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    path = tmp_path / "taxi.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": CELLS}))
    return path


def test_it_prints_the_names_and_the_slices_as_json(notebook):
    result = analyze(notebook.parent, "taxi.ipynb", "--json")

    assert (result.returncode, result.stderr) == (0, "")
    cells = json.loads(result.stdout)["cells"]
    assert [cell["index"] for cell in cells] == [1, 2, 3, 4]
    assert cells[1] == {
        "index": 2,
        "defines": ["model"],
        "uses": ["df", "train"],
        "mutates": ["df"],
        "deletes": [],
        "imports": [],
        "slice": [1, 2],
    }
    assert cells[3]["slice"] == [1, 2, 4]


def test_it_prints_them_in_words(notebook):
    result = analyze(notebook.parent, "taxi.ipynb")

    assert result.returncode == 0
    assert "Cell 2: %time model = train(df)\n  defines      model\n" in result.stdout
    assert "  depends on   cell 1: defines df\n" in result.stdout
    assert "cell 2: defines model, may change df" in result.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no file x.ipynb."),
        ("not JSON", "x.ipynb is no notebook: it is not JSON."),
        ("[]", "Cannot analyze x.ipynb: it has no nbformat."),
        ('{"nbformat": 3, "worksheets": []}', "nbformat 4 is needed"),
        (
            '{"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"language": "R"}}}',
            "written in R",
        ),
    ],
)
def test_it_says_what_is_no_notebook(tmp_path, content, message):
    if content is not None:
        (tmp_path / "x.ipynb").write_text(content)

    result = analyze(tmp_path, "x.ipynb", "--json")

    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_it_wants_a_notebook(tmp_path):
    result = analyze(tmp_path)

    assert result.returncode == 2
    assert "NOTEBOOK is missing" in result.stderr
