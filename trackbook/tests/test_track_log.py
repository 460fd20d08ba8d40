"""`%track_log`: what is logged, and to which run."""

from __future__ import annotations

import pytest
from IPython.core.error import UsageError

from trackbook.kernel.magics import parse_log


@pytest.mark.parametrize(
    ("line", "params", "metrics"),
    [
        ("depth=3", {"depth": "3"}, {}),
        ("alpha=0.1", {"alpha": "0.1"}, {}),
        ("rmse=6.3", {}, {"rmse": 6.3}),
        ("val_accuracy=1", {}, {"val_accuracy": 1.0}),
        ("total=result", {}, {"total": 2.5}),
        ("rmse=unknown", {"rmse": "unknown"}, {}),
        ("name='two words'", {"name": "two words"}, {}),
        ("--param rmse=6.3", {"rmse": "6.3"}, {}),
        ("--metric epochs=10", {}, {"epochs": 10.0}),
        ("a=1 loss=0.5", {"a": "1"}, {"loss": 0.5}),
    ],
)
def test_values_are_filed_by_their_look(line, params, metrics):
    logged = parse_log(line, {"result": 2.5})

    assert (logged.params, logged.metrics) == (params, metrics)


def test_tags_and_notes():
    logged = parse_log('--tag team=blue --note "looks good"', {})

    assert logged.tags == {"team": "blue", "mlflow.note.content": "looks good"}


@pytest.mark.parametrize("line", ["nonsense", "--param", "--unknown a=1", "--metric a=text"])
def test_bad_lines_are_usage_errors(line):
    with pytest.raises(UsageError):
        parse_log(line, {})


def test_it_logs_to_the_cells_run_and_afterwards_to_the_last_run(kernel, tracking):
    kernel.run("%%track\nscore = 0.5\n%track_log score=score depth=3")
    kernel.run('%track_log --note "worth a look"')

    [run] = tracking.wait_for_runs(1, "FINISHED")
    kernel.run("%%track end\n1")
    tracking.wait_for_runs(2, "FINISHED")
    [run, _] = tracking.runs()
    assert (run.metrics, run.params) == ({"score": 0.5}, {"depth": "3"})
    assert run.tags["mlflow.note.content"] == "worth a look"


def test_it_logs_to_the_run_that_the_user_has_open(kernel, tracking):
    kernel.run("import mlflow; run = mlflow.start_run()")
    kernel.run("%track_log rmse=6.3")
    kernel.run("mlflow.end_run()")

    tracking.wait_until(lambda: [run.metrics for run in tracking.runs()] == [{"rmse": 6.3}])


def test_one_refused_value_does_not_lose_the_others(kernel, tracking):
    kernel.open_comm()
    kernel.run("%track_start\n%track_log depth=3")
    kernel.run("%track_log depth=4 trees=5")
    kernel.run("%track_stop")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.params == {"depth": "3", "trees": "5"}
    told = kernel.hear(lambda message: message["type"] == "state" and message["error"])
    assert "depth" in told["error"]


def test_without_a_run_it_says_what_to_do(kernel):
    assert "%%track" in kernel.run("%track_log a=1").text
