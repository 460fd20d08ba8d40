"""What is found in the source and the namespace of a cell."""

from __future__ import annotations

import argparse
import enum
import subprocess
import sys

import numpy as np
import pytest

from trackbook.kernel.values.find import Shown, find
from trackbook.kernel.values.inspection import choices, preview_of
from trackbook.kernel.values.metrics import printed_metrics


def run(source: str, *, text: str = "", result: object = None) -> dict[str, dict[str, object]]:
    """Execute a cell and look for values; by kind, each key with its value."""
    namespace: dict[str, object] = {}
    exec(source, namespace)
    return by_kind(find(source, namespace, Shown(text, result)))


def by_kind(findings):
    found: dict[str, dict[str, object]] = {}
    for finding in findings:
        found.setdefault(finding.kind, {})[finding.key] = finding.value
    return found


@pytest.mark.parametrize(
    ("source", "namespace", "params", "metrics"),
    [
        ("alpha = 0.1", {"alpha": 0.1}, {"alpha": "0.1"}, {}),
        ("rmse = f()", {"rmse": np.float64(6.5)}, {}, {"rmse": 6.5}),
        ("result = mean_squared_error(a, b)", {"result": 2.0}, {}, {"result": 2.0}),
        ("val_loss: float = 1", {"val_loss": 1}, {}, {"val_loss": 1.0}),
        ("params = dict(a=1)", {"params": {"a": 1, "m": [1]}}, {"a": "1"}, {}),
        ("with x:\n  a, b = 1, 2", {"a": 1, "b": 2}, {"a": "1", "b": "2"}, {}),
        ("try:\n  f()\nexcept E:\n  a = 1", {"a": 1}, {"a": "1"}, {}),
        ("name = 'x'; flag = True", {"name": "x", "flag": True}, {"name": "x", "flag": "True"}, {}),
        ("loss = float('nan')", {"loss": float("nan")}, {"loss": "nan"}, {}),
        ("_hidden = 1\ndef f():\n  inner = 1", {"_hidden": 1, "inner": 1}, {}, {}),
        ("row[key] = 1", {"row": {"a": 1}, "key": "a"}, {}, {}),
        ("model = object()", {"model": object()}, {}, {}),
        ("not python", {}, {}, {}),
        ("db_password = 'hunter2'", {"db_password": "hunter2"}, {}, {}),
        ("key = f()", {"key": "sk-Ab3dE6fGh1JkLm2NoPq4"}, {}, {}),
        ("c = f()", {"c": {"api_key": "abc", "tokens": 5}}, {"tokens": "5"}, {}),
        ("c = f()", {"c": {"a[0]": 1}}, {}, {}),
        ("e = f()\nprint(f'rmse: {e:.1f}')", {"e": 6.31}, {}, {"rmse": 6.31}),
        ("print('Test RMSE', e)", {"e": 6.31}, {}, {"test_rmse": 6.31}),
        ("print(f'{mae:.1f}')", {"mae": 4.4}, {}, {}),
        ("print(f'got {mae:.1f}')", {"mae": 4.4}, {}, {"mae": 4.4}),
        ("a = 1\nmlflow.log_param('a', a)", {"a": 1}, {}, {}),
        ("p = f()\nmlflow.log_params(p)", {"p": {"a": 1}}, {}, {}),
    ],
)
def test_assigned_values_are_offered_by_their_look(source, namespace, params, metrics):
    found = by_kind(find(source, namespace))

    assert (found.get("param", {}), found.get("metric", {})) == (params, metrics)


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("RMSE: 6.31", {"rmse": 6.31}),
        ("Test RMSE (validation): 6.31 min", {"test_rmse": 6.31}),
        ("rmse 6.31", {"rmse": 6.31}),
        (
            "Epoch 1/2 - loss: 0.5 - val_loss: 0.6\nEpoch 2/2 - loss: 0.3",
            {"loss": 0.3, "val_loss": 0.6},
        ),
        ("accuracy                           0.93       100", {"accuracy": 0.93}),
        ("R2 score = -1e-3", {"r2_score": -0.001}),
        ("Accuracy: 93%", {"accuracy": 93.0}),
        ("error on page 3\nIt took 3.1 s\nloss 3.2.1", {}),
    ],
)
def test_printed_metrics_are_read_as_people_print_them(text, metrics):
    assert {each.key: each.value for each in printed_metrics(text, [])} == metrics


def test_a_printed_number_is_not_offered_beside_its_exact_value():
    found = find("rmse = f()", {"rmse": 6.3149}, Shown("Error: 6.31\nMAE: 4.4"))

    assert by_kind(found) == {"metric": {"rmse": 6.3149, "mae": 4.4}}


def test_the_last_expression_may_be_a_metric():
    found = find("model.score(X, y)", {}, Shown(result=np.float64(0.9)))

    assert [(each.key, each.code) for each in found] == [
        ("score", 'mlflow.log_metric("score", model.score(X, y))')
    ]


def test_parsed_arguments_are_params():
    parsed = argparse.Namespace(max_depth=7, score=1, verbose=False, files=["a"])

    assert by_kind(find("args = parser.parse_args()", {"args": parsed})) == {
        "param": {"max_depth": "7", "score": "1", "verbose": "False"}
    }


def test_the_code_names_the_variable_that_holds_the_value():
    found = find("p = f()\nrmse = g()", {"p": {"depth": 3}, "rmse": 6.3})

    assert [each.code for each in found] == [
        'mlflow.log_param("depth", p["depth"])',
        'mlflow.log_metric("rmse", rmse)',
    ]


def test_estimators_tell_what_they_were_told():
    pytest.importorskip("sklearn")
    found = run(
        "from sklearn.linear_model import Ridge, Lasso\n"
        "from sklearn.pipeline import make_pipeline\n"
        "from sklearn.preprocessing import StandardScaler\n"
        "strength = 0.5\n"
        "model = Ridge(alpha=0.3, fit_intercept=True)\n"
        "pipe = make_pipeline(StandardScaler(), Lasso(alpha=0.7))\n"
        "print(Lasso(alpha=strength))"
    )

    assert found["param"] == {
        "strength": "0.5",
        "alpha": "0.3",
        "fit_intercept": "True",
        "lasso__alpha": "0.7",
        "Lasso.alpha": "0.5",
    }


def test_a_search_tells_what_was_best():
    pytest.importorskip("sklearn")
    found = run(
        "from sklearn.linear_model import Ridge\n"
        "from sklearn.model_selection import GridSearchCV\n"
        "X = [[float(n)] for n in range(10)]\n"
        "search = GridSearchCV(Ridge(), {'alpha': [1.0]}, cv=2).fit(X, range(10))"
    )

    assert found["param"]["alpha"] == "1.0"
    assert set(found["metric"]) == {"best_score"}


def test_fitted_models_are_offered_with_what_they_learned_from():
    pytest.importorskip("sklearn")
    pytest.importorskip("pandas")
    source = (
        "import pandas as pd\n"
        "from sklearn.linear_model import Ridge\n"
        "from sklearn.preprocessing import StandardScaler\n"
        "X = pd.DataFrame({'a': range(100)})\n"
        "model = Ridge()\n"
        "model.fit(X, range(100))\n"
        "unfitted = Ridge()\n"
        "scaler = StandardScaler().fit(X)"
    )
    namespace: dict[str, object] = {}
    exec(source, namespace)

    [model] = [each for each in find(source, namespace) if each.kind == "model"]
    assert (model.key, model.value) == ("model", "Ridge, sklearn")
    assert len(model.content.example) == 5
    assert model.code.splitlines()[0] == (
        "signature = mlflow.models.infer_signature(X, model.predict(X))"
    )


@pytest.mark.parametrize(
    ("module", "source", "flavor"),
    [
        ("xgboost", "model = xgboost.XGBRegressor(n_estimators=2, max_depth=3)", "xgboost"),
        ("lightgbm", "model = lightgbm.LGBMRegressor(n_estimators=2, max_depth=3)", "lightgbm"),
        (
            "catboost",
            "model = catboost.CatBoostRegressor(iterations=2, max_depth=3, verbose=0)",
            "catboost",
        ),
    ],
)
def test_boosted_trees_are_models_as_well(module, source, flavor):
    pytest.importorskip(module)
    found = run(f"import {module}\n{source}\nmodel.fit([[1.0], [2.0]] * 20, [1.0, 2.0] * 20)")

    assert found["param"]["max_depth"] == "3"
    assert found["model"] == {"model": f"{source[8:].split('.')[1].split('(')[0]}, {flavor}"}


def test_boosters_are_models_and_their_training_has_params():
    pytest.importorskip("xgboost")
    found = run(
        "import numpy as np, xgboost as xgb\n"
        "data = xgb.DMatrix(np.ones((4, 1)), np.ones(4))\n"
        "booster = xgb.train({'max_depth': 2}, data, num_boost_round=3)"
    )

    assert found == {"param": {"num_boost_round": "3"}, "model": {"booster": "Booster, xgboost"}}


def test_figures_go_by_their_variable_title_or_number():
    pytest.importorskip("matplotlib").use("agg")
    source = (
        "import matplotlib.pyplot as plt\n"
        "importance, _ = plt.subplots()\n"
        "fig, ax = plt.subplots()\n"
        "ax.set_title('Residuals, by hour')\n"
        "untitled = plt.figure()"
    )
    namespace: dict[str, object] = {}
    exec(source, namespace)
    pyplot = namespace["plt"]
    shown = [pyplot.figure(), pyplot.figure(), namespace["fig"]]

    found = [
        each for each in find(source, namespace, Shown(figures=shown)) if each.kind == "figure"
    ]
    pyplot.close("all")

    assert [(each.key, each.code) for each in found] == [
        ("figures/importance", 'mlflow.log_figure(importance, "figures/importance.png")'),
        ("figures/residuals-by-hour", 'mlflow.log_figure(fig, "figures/residuals-by-hour.png")'),
        ("figures/untitled", 'mlflow.log_figure(untitled, "figures/untitled.png")'),
        ("figures/figure", None),
        ("figures/figure-2", None),
    ]


def test_tables_are_offered_by_name_with_their_size():
    pandas = pytest.importorskip("pandas")
    large, grouped = pandas.DataFrame({"a": range(5000)}), pandas.DataFrame({"a": [1]}, ["x"])

    found = find("large = f()\ngrouped", {"large": large, "grouped": grouped})

    assert [(each.key, each.value, each.code) for each in found] == [
        (
            "tables/large.csv",
            "first 1,000 of 5,000 rows, 1 columns",
            'mlflow.log_text(large.head(1000).to_csv(index=False), "tables/large.csv")',
        ),
        (
            "tables/grouped.csv",
            "1 rows, 1 columns",
            'mlflow.log_text(grouped.to_csv(), "tables/grouped.csv")',
        ),
    ]


def test_polars_frames_are_tables():
    polars = pytest.importorskip("polars")

    found = find("frame = f()", {"frame": polars.DataFrame({"a": [1, 2]})})

    assert [each.key for each in found] == ["tables/frame.csv"]


def test_plotly_figures_are_figures():
    go = pytest.importorskip("plotly.graph_objects")

    found = find("fig = f()", {"fig": go.Figure()})

    assert [(each.key, each.value) for each in found] == [("figures/fig", "plotly")]


def test_looking_imports_no_library():
    code = (
        "import sys\n"
        "from trackbook.kernel.values.find import find\n"
        "class Model:\n"
        "    def fit(self): ...\n"
        "    def get_params(self, deep): return {'a': 1}\n"
        "find('m = Model()\\nm.fit(X)\\nfig = 1\\ndf = {}', {'m': Model(), 'df': {}})\n"
        "print(sorted({'pandas', 'sklearn', 'mlflow', 'matplotlib', 'numpy'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (0.93, ["metric", "param"]),
        (7, ["param", "metric"]),
        ("text", ["param"]),
        (True, ["param"]),
        ([1, 2], ["param"]),
        ({"depth": 3, "loss": 0.5}, ["metric", "param"]),
        (object(), []),
    ],
)
def test_a_variable_can_be_logged_as_what_it_is(value, kinds):
    assert [choice[0].kind for choice in choices("x", value, None, {})] == kinds


def test_a_secret_cannot_be_logged():
    assert choices("api_key", "sk-1", None, {}) == []


def test_a_model_can_be_logged_whole_or_by_its_params():
    linear = pytest.importorskip("sklearn.linear_model")
    model = linear.Ridge(alpha=0.3).fit([[1.0], [2.0]], [1.0, 2.0])

    whole, params = choices("m", model, None, {})
    assert ([each.kind for each in whole], [each.key for each in params]) == (["model"], ["alpha"])


def test_a_preview_shows_what_will_be_logged():
    pandas = pytest.importorskip("pandas")
    pyplot = pytest.importorskip("matplotlib.pyplot")

    assert preview_of(pandas.DataFrame({"a": [1, 2]}, ["x", "y"])) == {
        "table": {"columns": ["", "a"], "rows": [["x", "1"], ["y", "2"]]}
    }
    assert preview_of(pyplot.figure())["image"].startswith("data:image/png;base64,")
    assert len(preview_of(list(range(10_000)))["text"]) == 2_000


class Refusing:
    """Answers to nothing, as a broken connection or a lazy import that fails."""

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError(name)

    def __len__(self) -> int:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]


class Acting:
    """Stands for another object that it makes only when it is needed."""

    acted = False

    @property
    def __class__(self) -> type:
        Acting.acted = True
        return dict

    def __getattr__(self, name: str) -> object:
        Acting.acted = True
        raise AttributeError(name)


class RefusingMeta(type):
    def __getattr__(cls, name: str) -> object:
        raise RuntimeError(name)


class RefusingClass(metaclass=RefusingMeta):
    __slots__ = ()


class RefusingText(str):
    def __len__(self) -> int:
        raise RuntimeError


class RefusingDict(dict):  # type: ignore[type-arg]
    def items(self):
        raise RuntimeError


class RefusingEstimator:
    best_score_ = 1.0

    def fit(self, X: object) -> None: ...

    def get_params(self, deep: bool = True) -> dict[str, object]:
        raise RuntimeError


@pytest.mark.parametrize(
    "make",
    [
        Refusing,
        Acting,
        RefusingClass,
        lambda: RefusingClass,
        lambda: RefusingText("x"),
        lambda: RefusingDict(a=1),
        RefusingEstimator,
        lambda: np.longdouble(1.5),
        lambda: 10**5000,
        lambda: -(10**400),
    ],
)
@pytest.mark.parametrize(
    "use", ["odd = f()", "odd(x=1)", "odd.fit(X)", "odd = g().fit(X)", "print('loss', odd)", "odd"]
)
def test_whatever_an_object_does_when_looked_at_the_others_are_found(make, use):
    odd = make()
    namespace = {"before": 1, "odd": odd, "after": 2, "X": 3}

    found = by_kind(find(f"before = 1\nafter = 2\n{use}", namespace, Shown(result=odd)))

    assert {"before": "1", "after": "2"}.items() <= found["param"].items()
    assert not Acting.acted


def test_subclasses_of_scalars_are_logged_as_plain_ones():
    class Depth(enum.IntEnum):
        SHALLOW = 3

    values = {
        "depth": Depth.SHALLOW,
        "name": RefusingText("x"),
        "flag": np.bool_(True),
        "wide": np.longdouble(1.5),
    }
    found = find("depth, name, flag, wide = f()", values)

    assert by_kind(found) == {
        "param": {"depth": "3", "name": "x", "flag": "True", "wide": "1.5"},
    }
