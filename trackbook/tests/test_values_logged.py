"""Figures, tables and models of a real kernel, logged on the user's click."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from kernel_client import KernelClient

MODEL = (
    "%%track\n"
    "import pandas as pd\n"
    "from sklearn.linear_model import Ridge\n"
    "X = pd.DataFrame({'a': [1.0, 2.0, 3.0]})\n"
    "model = Ridge(alpha=0.5).fit(X, [1.0, 2.0, 3.0])"
)


def offered(kernel: KernelClient, kind: str) -> tuple[str, dict[str, Any]]:
    """The id of the run, and what was offered of this kind."""
    message = kernel.hear(
        lambda told: (
            told["type"] == "suggestions" and any(each["kind"] == kind for each in told["values"])
        )
    )
    return message["run_id"], next(each for each in message["values"] if each["kind"] == kind)


def log(kernel: KernelClient, run_id: str, value: dict[str, Any]) -> dict[str, Any]:
    """Click on a value; returns what the kernel said at last."""
    kernel.tell(type="log_objects", run_id=run_id, objects=[value])
    return outcome(kernel, value)


def outcome(kernel: KernelClient, value: dict[str, Any]) -> dict[str, Any]:
    return kernel.hear(
        lambda told: (
            told["type"] == "logging"
            and told["id"] == value["id"]
            and told["status"] in ("done", "failed")
        )
    )


def inspect(kernel: KernelClient, name: str) -> dict[str, Any]:
    kernel.tell(type="inspect", request="1", name=name)
    return kernel.hear(lambda told: told["type"] == "inspected" and told["name"] == name)


def test_a_model_is_logged_to_its_run_that_has_ended(kernel, tracking):
    pytest.importorskip("sklearn")
    kernel.open_comm()
    kernel.run(MODEL)
    run_id, model = offered(kernel, "model")
    [ended] = tracking.wait_for_runs(1, "FINISHED")

    assert log(kernel, run_id, model)["error"] is None

    [run] = tracking.runs()
    assert (run.status, run.end_time) == ("FINISHED", ended.end_time)
    loaded = kernel.run(
        f"import mlflow\n"
        f"stored = mlflow.search_logged_models(experiment_ids=['{run.experiment_id}'], "
        f"output_format='list')[0]\n"
        f"loaded = mlflow.pyfunc.load_model(stored.model_uri)\n"
        f"(stored.source_run_id, stored.name, loaded.predict(X).shape, "
        f"loaded.metadata.signature.inputs.input_names(), "
        f"loaded.metadata.saved_input_example_info is not None, mlflow.active_run())"
    )
    assert loaded.value == f"('{run_id}', 'model', (3,), ['a'], True, None)"


def test_a_figure_that_was_shown_is_logged(kernel, tracking):
    pytest.importorskip("matplotlib")
    kernel.open_comm()
    kernel.run(
        "%%track\n%matplotlib inline\nimport matplotlib.pyplot as plt\n"
        "plt.plot([1, 2]); plt.title('Loss by epoch'); plt.show()"
    )
    run_id, figure = offered(kernel, "figure")

    assert figure["key"] == "figures/loss-by-epoch"
    assert log(kernel, run_id, figure)["error"] is None
    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert tracking.artifact_bytes(run, "figures/loss-by-epoch.png").startswith(b"\x89PNG")


def test_a_figure_left_open_is_logged(kernel, tracking):
    pytest.importorskip("matplotlib")
    kernel.open_comm()
    kernel.run("%matplotlib inline\nimport matplotlib.pyplot as plt")
    kernel.run("%%track\nplt.plot([1, 2])")
    run_id, figure = offered(kernel, "figure")

    assert log(kernel, run_id, figure)["error"] is None
    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert tracking.artifact_bytes(run, "figures/figure.png").startswith(b"\x89PNG")


def test_a_table_is_logged_with_its_first_rows(kernel, tracking):
    pytest.importorskip("pandas")
    kernel.open_comm()
    kernel.run("%%track\nimport pandas as pd\nhours = pd.DataFrame({'n': range(3000)})")
    run_id, table = offered(kernel, "table")

    assert log(kernel, run_id, table)["error"] is None
    [run] = tracking.wait_for_runs(1, "FINISHED")
    rows = list(csv.reader(io.StringIO(tracking.artifact(run, "tables/hours.csv"))))
    assert (len(rows), rows[:2]) == (1001, [["n"], ["0"]])


def test_printed_metrics_are_offered(kernel):
    kernel.open_comm()
    kernel.run("%%track\nprint('RMSE: 6.31')")

    _, metric = offered(kernel, "metric")
    assert (metric["key"], metric["value"]) == ("rmse", 6.31)


def test_what_earlier_cells_printed_is_not_offered(kernel):
    kernel.open_comm()
    kernel.run("%%track\nprint('MAE: 4.4')")
    kernel.run("print('RMSE: 6.31')")
    kernel.run("%%track\nprint('R2: 0.9')", "cell-2")

    last = kernel.hear(lambda told: told["type"] == "suggestions" and told["cell_id"] == "cell-2")
    assert [value["key"] for value in last["values"]] == ["r2"]


def test_an_object_that_is_gone_says_so(kernel):
    pytest.importorskip("sklearn")
    kernel.open_comm()
    kernel.run(MODEL)
    run_id, model = offered(kernel, "model")
    kernel.run("del model")

    assert "changed" in log(kernel, run_id, model)["error"]


def test_logging_can_be_interrupted(kernel, tracking):
    pytest.importorskip("sklearn")
    kernel.open_comm()
    kernel.run(
        MODEL.replace(
            "model = Ridge",
            "class Slow(Ridge):\n"
            "    def predict(self, X):\n"
            "        import time; time.sleep(60)\n"
            "model = Slow",
        )
    )
    run_id, model = offered(kernel, "model")

    kernel.tell(type="log_objects", run_id=run_id, objects=[model])
    kernel.hear(lambda told: told["type"] == "logging" and told["status"] == "running")
    kernel.interrupt()

    assert outcome(kernel, model)["error"] == "Interrupted."
    assert kernel.run("1 + 1").value == "2"


@pytest.mark.parametrize("status", ["running", "done"])
def test_an_interrupt_between_two_objects_leaves_none_without_an_outcome(kernel, tracking, status):
    pytest.importorskip("pandas")
    kernel.open_comm()
    kernel.run("%%track\nimport pandas as pd\na, b = (pd.DataFrame({'n': [n]}) for n in (1, 2))")
    run_id, _ = offered(kernel, "table")
    tables = [each for each in kernel.comm if each["type"] == "suggestions"][-1]["values"]
    kernel.run(
        "import signal\n"
        "from trackbook import kernel\n"
        "[hook] = kernel._hooks.values()\n"
        "tell = hook.offers._tell\n"
        "def interrupted(id_, status, error=None):\n"
        "    tell(id_, status, error)\n"
        f"    if status == {status!r}:\n"
        "        hook.offers._tell = tell\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "hook.offers._tell = interrupted"
    )
    kernel.tell(type="log_objects", run_id=run_id, objects=tables)

    errors = [outcome(kernel, each)["error"] for each in tables]
    assert errors == [None if status == "done" else "Interrupted.", "Interrupted."]
    # What was interrupted can be logged again.
    kernel.comm.clear()
    assert log(kernel, run_id, tables[1])["error"] is None


def test_everything_is_logged_if_the_setting_says_so(kernel, tracking):
    pytest.importorskip("pandas")
    kernel.open_comm(values="everything")
    kernel.run("%%track\nimport pandas as pd\nalpha = 0.5\nhours = pd.DataFrame({'n': [1]})")

    _, table = offered(kernel, "table")
    assert outcome(kernel, table)["error"] is None
    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert tracking.artifact(run, "tables/hours.csv").split() == ["n", "1"]
    tracking.wait_until(lambda: tracking.runs()[0].params == {"alpha": "0.5"})


def test_always_leaves_objects_to_be_asked_for(kernel, tracking):
    pytest.importorskip("pandas")
    kernel.open_comm(values="always")
    kernel.run("%%track\nimport pandas as pd\nalpha = 0.5\nhours = pd.DataFrame({'n': [1]})")

    told = kernel.hear(lambda told: told["type"] == "suggestions")
    assert [value["kind"] for value in told["values"]] == ["table"]
    tracking.wait_until(lambda: tracking.runs()[0].params == {"alpha": "0.5"})
    assert not [told for told in kernel.comm if told["type"] == "logging"]


def test_any_variable_can_be_asked_about_and_logged(kernel, tracking):
    pytest.importorskip("pandas")
    kernel.open_comm()
    kernel.run("%%track first\n1")
    kernel.run("import pandas as pd\nhours = pd.DataFrame({'n': [1]})")
    [run] = tracking.wait_for_runs(1, "FINISHED")

    told = inspect(kernel, "hours")
    assert (told["exists"], told["type_name"], told["run_id"]) == (True, "DataFrame", run.run_id)
    assert told["preview"] == {"table": {"columns": ["n"], "rows": [["1"]]}}
    [[table]] = told["choices"]
    assert log(kernel, told["run_id"], {**table, "key": "tables/mine.csv"})["error"] is None
    assert tracking.artifact(run, "tables/mine.csv").split() == ["n", "1"]
    assert inspect(kernel, "nothing")["exists"] is False


def test_a_model_fitted_in_an_earlier_cell_finds_its_data(kernel):
    pytest.importorskip("sklearn")
    kernel.open_comm()
    kernel.run(MODEL)
    kernel.run("other = 1")

    [model], _ = inspect(kernel, "model")["choices"]
    assert "infer_signature(X, model.predict(X))" in model["code"]


def test_plotly_figures_are_logged_as_data_and_page_however_they_were_shown(kernel, tracking):
    pytest.importorskip("plotly")
    kernel.open_comm()
    result = kernel.run(
        "%%track\n"
        "import plotly.express as px\n"
        "fares = px.line(x=[1, 2], y=[2, 3], title='Fares')\n"
        "fares.show()\n"
        "for hour in (7, 8):\n"
        "    px.bar(x=['a'], y=[hour], title=f'Hour {hour}').show()\n"
        "px.scatter(x=[1], y=[1], title='Shown last')"
    )
    assert result.status == "ok", result.text
    run_id, _ = offered(kernel, "figure")
    found = [each for each in kernel.comm if each["type"] == "suggestions"][-1]["values"]
    figures = [each for each in found if each["kind"] == "figure"]

    assert [(each["key"], each["code"]) for each in figures] == [
        ("figures/fares", 'mlflow.log_figure(fares, "figures/fares.html")'),
        ("figures/shown-last", None),
        ("figures/hour-7", None),
        ("figures/hour-8", None),
    ]
    assert [log(kernel, run_id, each)["error"] for each in figures] == [None] * 4
    [run] = tracking.runs()
    data = json.loads(tracking.artifact(run, "figures/hour-7.json"))
    assert data["layout"]["title"]["text"] == "Hour 7"
    page = tracking.artifact(run, "figures/hour-8.html")
    assert "Hour 8" in page
    assert len(page) < 100_000


def test_seaborn_figures_are_logged_by_the_axes_or_grid_that_holds_them(kernel, tracking):
    pytest.importorskip("seaborn")
    kernel.open_comm()
    kernel.run(
        "%%track\n%matplotlib inline\n"
        "import pandas as pd, seaborn as sns\n"
        "rides = pd.DataFrame({'x': [1.0, 2.0, 4.0], 'y': [2.0, 1.0, 3.0]})\n"
        "ax = sns.heatmap(rides.corr())\n"
        "ax.set_title('Correlation')\n"
        "joint = sns.jointplot(rides, x='x', y='y')\n"
        "pairs = sns.pairplot(rides)"
    )
    run_id, _ = offered(kernel, "figure")
    found = [each for each in kernel.comm if each["type"] == "suggestions"][-1]["values"]
    figures = [each for each in found if each["kind"] == "figure"]

    assert [(each["key"], each["code"]) for each in figures] == [
        ("figures/correlation", 'mlflow.log_figure(ax.figure, "figures/correlation.png")'),
        ("figures/joint", 'mlflow.log_figure(joint.figure, "figures/joint.png")'),
        ("figures/pairs", 'mlflow.log_figure(pairs.figure, "figures/pairs.png")'),
    ]
    assert log(kernel, run_id, figures[1])["error"] is None
    [run] = tracking.runs()
    assert tracking.artifact_bytes(run, "figures/joint.png").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("library", "train", "params"),
    [
        (
            "lightgbm",
            "model = lightgbm.LGBMRegressor(n_estimators=3, max_depth=2, verbose=-1).fit(X, y)",
            {"n_estimators": "3", "max_depth": "2", "verbose": "-1"},
        ),
        (
            "catboost",
            "model = catboost.CatBoostRegressor(iterations=3, depth=2, verbose=0)\nmodel.fit(X, y)",
            {"iterations": "3", "depth": "2", "verbose": "0"},
        ),
        (
            "xgboost",
            "model = xgboost.XGBRegressor(n_estimators=3, max_depth=2).fit(X, y)",
            {"n_estimators": "3", "max_depth": "2"},
        ),
    ],
)
def test_models_of_boosted_trees_come_back_with_signature_and_example(
    kernel, tracking, library, train, params
):
    pytest.importorskip(library)
    kernel.open_comm()
    result = kernel.run(
        f"%%track\nimport {library}, pandas as pd\n"
        "X = pd.DataFrame({'a': [float(n) for n in range(60)]})\n"
        f"y = X['a'] * 2\n{train}"
    )
    assert result.status == "ok", result.text
    run_id, model = offered(kernel, "model")
    found = [each for each in kernel.comm if each["type"] == "suggestions"][-1]["values"]
    assert {each["key"]: each["value"] for each in found if each["kind"] == "param"} == params
    assert log(kernel, run_id, model)["error"] is None

    [run] = tracking.runs()
    loaded = kernel.run(
        "import mlflow\n"
        f"[stored] = mlflow.search_logged_models(experiment_ids=['{run.experiment_id}'], "
        "output_format='list')\n"
        "loaded = mlflow.pyfunc.load_model(stored.model_uri)\n"
        "same = bool((loaded.predict(X) == model.predict(X)).all())\n"
        "(same, loaded.metadata.signature.inputs.input_names(), len(loaded.input_example), "
        f"'{library}' in loaded.metadata.flavors)"
    )
    assert loaded.value == "(True, ['a'], 5, True)", loaded.text


@pytest.mark.parametrize(
    "cell",
    [
        "odd",
        "odd(1)",
        "odd + 1",
        "x = " + " + ".join(["1"] * 900),
        "x = " + "".join(f"[{n}, " for n in range(60)) + "]" * 60,
        "def f():\n  odd",
    ],
    ids=["name", "call", "operand", "long sum", "nesting", "inside"],
)
def test_an_odd_cell_is_a_run_like_others(kernel, tracking, cell):
    kernel.open_comm()
    kernel.run(
        "class Odd:\n"
        "    def __getattribute__(self, name): raise RuntimeError(name)\n"
        "    def __call__(self, n): return n\n"
        "    def __add__(self, n): return n\n"
        "    def __repr__(self): return 'odd'\n"
        "odd = Odd()"
    )
    kernel.run(f"%%track\ndepth = 7\n{cell}\nrmse = 0.5")
    found = kernel.hear(lambda told: told["type"] == "suggestions")["values"]

    assert {"depth", "rmse"} <= {each["key"] for each in found}
    tracking.wait_for_runs(1, "FINISHED")
    assert [state["error"] for state in kernel.comm if state["type"] == "state"][-1] is None


def test_texts_that_no_database_likes_and_secrets_keep_nothing_else_back(kernel, tracking):
    kernel.open_comm(values="always")
    kernel.run(
        "%%track\n"
        "half = '\\ud800'\n"
        "zero = 'a\\0b'\n"
        "api_key = 'sk-Ab3dE6fGh1JkLm2NoPq4'\n"
        "url = 'postgresql://ada:hunter2@db/rides'\n"
        "config = {'token': 'hunter2', 'depth': 3, 'dsn': 'hunter2'}\n"
        "rmse = 0.5"
    )
    [run] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_until(lambda: "rmse" in tracking.runs()[0].metrics)

    [run] = tracking.runs()
    assert run.params["depth"] == "3"
    assert "hunter2" not in str(run.params)
    assert "sk-Ab" not in str(run.params)
    assert [state["error"] for state in kernel.comm if state["type"] == "state"][-1] is None
