from __future__ import annotations

import numpy as np
import pytest

from trackbook.kernel.suggestions import suggest


@pytest.mark.parametrize(
    ("source", "namespace", "params", "metrics"),
    [
        ("alpha = 0.1", {"alpha": 0.1}, {"alpha": "0.1"}, {}),
        ("rmse = f()", {"rmse": np.float64(6.5)}, {}, {"rmse": 6.5}),
        ("result = mean_squared_error(a, b)", {"result": 2.0}, {}, {"result": 2.0}),
        ("val_loss: float = 1", {"val_loss": 1}, {}, {"val_loss": 1.0}),
        ("params = dict(a=1)", {"params": {"a": 1, "m": [1]}}, {"a": "1"}, {}),
        ("with x:\n  a, b = 1, 2", {"a": 1, "b": 2}, {"a": "1", "b": "2"}, {}),
        ("name = 'x'; flag = True", {"name": "x", "flag": True}, {"name": "x", "flag": "True"}, {}),
        ("loss = float('nan')", {"loss": float("nan")}, {"loss": "nan"}, {}),
        ("_hidden = 1\ndef f():\n  inner = 1", {"_hidden": 1, "inner": 1}, {}, {}),
        ("model = object()", {"model": object()}, {}, {}),
        ("not python", {}, {}, {}),
        ("db_password = 'hunter2'", {"db_password": "hunter2"}, {}, {}),
        ("key = f()", {"key": "sk-Ab3dE6fGh1JkLm2NoPq4"}, {}, {}),
        ("c = f()", {"c": {"api_key": "abc", "tokens": 5}}, {"tokens": "5"}, {}),
    ],
)
def test_assigned_values_are_offered_by_their_look(source, namespace, params, metrics):
    values = suggest(source, namespace)

    assert (values.params, values.metrics) == (params, metrics)
