"""What `-P` may say, which names of a notebook it can set, and what a notebook says of its runs."""

from __future__ import annotations

import ast
import re
import time
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from trackbook.headless.mlflow_calls import chosen_experiment, starts_one_run
from trackbook.headless.notebook_file import read_notebook
from trackbook.headless.parameters import original_index, settable_names, with_parameters
from trackbook.headless.python_cell import parse_cell
from trackbook.headless.values import BadParameter, combinations, parse_parameters
from trackbook.kernel.adoption import joins
from trackbook.notebook_run import NotebookRun


def notebook(*sources: str, tags: dict[int, str] | None = None):
    cells = [
        new_code_cell(source, metadata={"tags": [tags[n]]} if tags and n in tags else {})
        for n, source in enumerate(sources)
    ]
    return new_notebook(cells=cells)


def sources(copied) -> list[str]:
    return [cell.source for cell in copied.cells]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("7", [7]),
        ("-0.1", [-0.1]),
        ("1e-3", [0.001]),
        ("true", [True]),
        ("False", [False]),
        ("null", [None]),
        ("None", [None]),
        ("ridge", ["ridge"]),
        ("a b", ["a b"]),
        ("2021-01", ["2021-01"]),
        ("007", ["007"]),
        ("'7'", ["7"]),
        ('"a,b"', ["a,b"]),
        ("don't, won't", ["don't", "won't"]),
        ("", [""]),
        ("4,7,10", [4, 7, 10]),
        ("[1, 2]", [[1, 2]]),
        ("[true, null]", [[True, None]]),
        ("[64,32],[128]", [[64, 32], [128]]),
        ("(1, 2)", [(1, 2)]),
        ('{"a": [1, 2]}', [{"a": [1, 2]}]),
        ("data/x=1.csv", ["data/x=1.csv"]),
        (r"'a\'b,c'", ["a'b,c"]),
        # Of these there is no literal that a cell could have.
        ("NaN,Infinity,1e999,...", ["NaN", "Infinity", "1e999", "..."]),
    ],
)
def test_values(text, values):
    assert parse_parameters([f"x={text}"]) == {"x": values}


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["x"], "write name=value"),
        (["2x=1"], "write name=value"),
        (["x=1", "x=2"], "x is given twice. Several values are written x=1,2,3."),
        (["x=[a-z]+"], "neither a Python literal nor JSON"),
        (["x='open"], "neither a Python literal nor JSON"),
        (["x=[NaN]"], "neither a Python literal nor JSON"),
    ],
)
def test_values_that_are_none(texts, message):
    with pytest.raises(BadParameter, match=re.escape(message)):
        parse_parameters(texts)


def test_a_grid_goes_through_the_last_parameter_first():
    assert combinations(parse_parameters(["a=1,2", "b=x", "c=3,4"])) == [
        {"a": 1, "b": "x", "c": 3},
        {"a": 1, "b": "x", "c": 4},
        {"a": 2, "b": "x", "c": 3},
        {"a": 2, "b": "x", "c": 4},
    ]


def test_a_parameters_cell_is_followed_by_an_injected_one():
    original = notebook("import x", "alpha = 0.1\nn = int('5')", "beta = 2", tags={1: "parameters"})
    copied, notes = with_parameters(original, {"alpha": 0.5, "n": 7, "beta": "two"})

    assert sources(copied) == [
        "import x",
        "alpha = 0.1\nn = int('5')",
        "# Parameters\nalpha = 0.5\nn = 7",
        "beta = 'two'",
    ]
    assert copied.cells[2].metadata.tags == ["injected-parameters"]
    assert notes == []
    assert [original_index(original, copied, index) for index in (0, 1, 3)] == [0, 1, 2]
    assert sources(original) == ["import x", "alpha = 0.1\nn = int('5')", "beta = 2"]


def test_the_injected_cell_of_an_earlier_execution_makes_room():
    original = notebook(
        "a = 1", "# Parameters\na = 2", "a", tags={0: "parameters", 1: "injected-parameters"}
    )
    copied, _ = with_parameters(original, {"a": 3})

    assert sources(copied) == ["a = 1", "# Parameters\na = 3", "a"]
    assert original_index(original, copied, 2) == 2


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("depth = 6  # levels", {"depth": 7}, "depth = 7  # levels"),
        ("depth: int = 6", {"depth": 7}, "depth: int = 7"),
        ("a, b = 1, 2", {"b": 5, "a": 4}, "a, b = 4, 5"),
        ("ä = 'é'; b = 'ö' # ü", {"b": "x"}, "ä = 'é'; b = 'x' # ü"),
        ("x = [\n  1,\n  2,\n]\ny = 3", {"x": [], "y": 4}, "x = []\ny = 4"),
        ("x = (\n  -1\n)", {"x": 2}, "x = (\n  2\n)"),
        ("%%time\nn = 5", {"n": 6}, "%%time\nn = 6"),
        ("!ls\nn = 5\nfiles = !ls\n%time f()", {"n": 6}, "!ls\nn = 6\nfiles = !ls\n%time f()"),
        ("t = '''\n%s\n'''\nn = 1", {"n": 2}, "t = '''\n%s\n'''\nn = 2"),
        ("n = 1\nawait f(n)", {"n": 2}, "n = 2\nawait f(n)"),
    ],
)
def test_a_literal_is_replaced_in_its_place(source, values, expected):
    copied, _ = with_parameters(notebook(source), values)
    assert sources(copied) == [expected]


def test_only_the_first_assignment_is_replaced_and_the_others_are_told():
    copied, notes = with_parameters(notebook("n = 1", "n = 2", "n = f()"), {"n": 9})

    assert sources(copied) == ["n = 9", "n = 2", "n = f()"]
    assert notes == ["n is assigned again in cell 1, where it keeps the notebook's value."]


def test_what_can_be_set():
    cells = notebook(
        "a = 1\nb = f(a)\nc = d = 2\nif a:\n    e = 3\ng += 1\nx.y = 4\nf'{a}'",
        "%%bash\nh = 1",
        "i, *j = 1, 2, 3",
        "broken = (",
    )
    cells.cells.append(new_markdown_cell("k = 1"))
    assert settable_names(cells) == ["a", "i"]


def test_an_unknown_name_is_refused_with_those_that_can_be_set():
    with pytest.raises(BadParameter, match="no dept to set"):
        with_parameters(notebook("depth = 6\neta = 0.1"), {"dept": 7})
    with pytest.raises(BadParameter, match="assigns no literal at top level"):
        with_parameters(notebook("f()"), {"dept": 7})


@pytest.mark.parametrize(
    ("source", "experiment"),
    [
        ("mlflow.set_experiment('taxi');", "taxi"),
        ("NAME = 'taxi'\nset_experiment(experiment_name=NAME)", "taxi"),
        ("mlflow.set_experiment(f'{x}')", None),
        ("def f():\n    mlflow.set_experiment('taxi')", None),
    ],
)
def test_the_experiment_that_a_notebook_chooses(source, experiment):
    assert chosen_experiment(notebook("import mlflow", source)) == experiment


@pytest.mark.parametrize(
    ("cells", "one"),
    [
        (["with mlflow.start_run():\n    pass"], True),
        (["run = mlflow.start_run(run_name='x')", "mlflow.end_run()"], True),
        (["if x:\n    mlflow.start_run()"], True),
        (["x = 1"], False),
        (["with mlflow.start_run(): pass", "with mlflow.start_run(): pass"], False),
        (["for x in y:\n    with mlflow.start_run(): pass"], False),
        (["def f():\n    with mlflow.start_run(): pass", "f()"], False),
        (["mlflow.start_run(run_id=x)"], False),
    ],
)
def test_whether_a_notebook_starts_one_run(cells, one):
    assert starts_one_run(notebook(*cells)) is one


def train():
    with mlflow.start_run():  # noqa: F821
        pass


train.__module__ = "__main__"
NAMESPACE = {"EXPERIMENT": "taxi", "train": train}


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        ("mlflow.log_metric('a', 1)", (True, True)),
        ("with mlflow.start_run(): pass", (False, True)),
        ("get_ipython().run_cell_magic('time', '', 'mlflow.start_run()')", (False, True)),
        ("train()", (False, True)),
        ("mlflow.set_experiment('taxi')", (True, True)),
        ("mlflow.set_experiment(EXPERIMENT)", (True, True)),
        ("EXPERIMENT = 'x'\nmlflow.set_experiment(EXPERIMENT)", (False, False)),
        ("mlflow.set_experiment('other')", (False, False)),
        ("mlflow.set_experiment(experiment_id='3')", (False, False)),
        ("mlflow.set_tracking_uri(uri)", (False, False)),
        ("get_ipython().system('python hpo.py')", (False, False)),
        ("subprocess.run(command)", (False, False)),
        ("get_ipython().run_line_magic('run', 'hpo.py')", (False, False)),
        ("await f()", (True, True)),
        ("await f(mlflow.start_run())", (False, True)),
    ],
)
def test_which_cells_join_the_run_of_their_notebook(source, joined):
    ast.parse(source)
    for adopts, expected in zip((False, True), joined, strict=True):
        assert joins(NotebookRun("r", "1", "taxi", adopts), source, NAMESPACE) is expected


def test_a_long_line_takes_no_time():
    began = time.process_time()
    assert parse_cell("if (\n" + "\t" * 20_000 + "=x") is None
    assert time.process_time() - began < 2


def test_the_example_has_parameters():
    example = Path(__file__).resolve().parents[2] / "examples" / "duration-prediction.ipynb"
    copied, said = with_parameters(read_notebook(example), {"max_depth": 7})

    [place] = [n for n, cell in enumerate(copied.cells) if cell.id == "settings"]
    assert copied.cells[place + 1].source == "# Parameters\nmax_depth = 7"
    assert said == []
