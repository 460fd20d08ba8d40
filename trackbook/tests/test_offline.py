"""Offline mode: what code logs through mlflow while the server is away arrives later."""

from __future__ import annotations

import pytest

OPEN_RUN = "%track_offline\nimport mlflow\nrun = mlflow.start_run(run_name='long')"
LOG = "for step in range(3):\n    mlflow.log_metric('loss', 1 / (step + 1), step=step)"
SMALL_RUN = (
    "with mlflow.start_run(run_name='{name}'):\n"
    "    mlflow.log_params({{'depth': 3, 'alpha': 0.5}})\n"
    "    mlflow.log_metrics({{'rmse': 6.3, 'mae': 4.4}}, step=1)\n"
    "    mlflow.set_tag('stage', 'try')"
)


def history(tracking, run, key):
    found = tracking.client.get("metrics/get-history", run_id=run.run_id, metric_key=key)
    return [(point["step"], point["value"], point["timestamp"]) for point in found["metrics"]]


def times(kernel):
    """Of the cells' clock: when the first and the last of them were written."""
    return int(kernel.run("import time; int(time.time() * 1000)").value)


def test_a_run_goes_on_while_the_server_is_away(kernel, tracking, restart_server):
    kernel.open_comm()
    assert kernel.run(OPEN_RUN).status == "ok"
    kernel.run("mlflow.log_metric('loss', 2.0, step=-1)")
    tracking.supervisor.stop()
    began = times(kernel)
    away = [
        kernel.run(LOG),
        kernel.run("mlflow.log_param('depth', 3); mlflow.set_tag('stage', 'try')"),
        kernel.run("mlflow.end_run()"),
        kernel.run(SMALL_RUN.format(name="short")),
    ]
    ended = times(kernel)
    assert [(result.status, result.error) for result in away] == [("ok", None)] * 4
    waiting = kernel.hear(lambda message: message.get("connected") is False)
    assert waiting["offline"]
    assert waiting["pending"] > 0

    back = restart_server()
    long, short = back.wait_for_runs(2, "FINISHED")
    points = history(back, long, "loss")
    assert [point[:2] for point in points] == [(-1, 2.0), (0, 1.0), (1, 0.5), (2, 1 / 3)]
    assert all(began <= time <= ended for _, _, time in points[1:])
    assert began <= long.end_time <= ended
    assert (long.params, long.tags["stage"]) == ({"depth": "3"}, "try")
    assert (short.params, short.metrics) == (
        {"depth": "3", "alpha": "0.5"},
        {"rmse": 6.3, "mae": 4.4},
    )
    executions = back.wait_for_cells(short)["executions"]
    touched = [short.run_id in execution["run_ids"] for execution in executions]
    assert touched == [False, False, False, False, False, False, True]


def test_a_run_begun_without_the_server_goes_on_with_it(kernel, tracking, restart_server):
    tracking.supervisor.stop()
    assert kernel.run(OPEN_RUN).status == "ok"
    assert kernel.run("mlflow.log_metric('loss', 2.0, step=-1)").status == "ok"
    kernel.open_comm()
    kernel.hear(lambda message: message.get("pending"))
    back = restart_server()
    [run] = back.wait_for_runs(1, "RUNNING")
    # Until all has arrived, questions are answered from what was known without the server.
    kernel.hear(lambda message: message.get("connected") and message["pending"] == 0)
    after = [kernel.run(LOG), kernel.run("mlflow.get_run(run.info.run_id).info.run_id")]
    child = kernel.run("with mlflow.start_run(nested=True): pass")
    kernel.run("mlflow.end_run()")

    assert [result.status for result in (*after, child)] == ["ok"] * 3
    runs = back.wait_for_runs(2, "FINISHED")
    assert after[1].value == repr(run.run_id)
    assert [point[0] for point in history(back, run, "loss")] == [-1, 0, 1, 2]
    [nested] = [other for other in runs if other.run_id != run.run_id]
    assert nested.tags["mlflow.parentRunId"] == run.run_id


def test_fluent_calls_of_a_tracked_cell_log_to_its_run(kernel, tracking, restart_server):
    kernel.run("%track_offline\nimport mlflow")
    tracking.supervisor.stop()
    result = kernel.run(
        "%%track ours\nmlflow.log_metric('rmse', 6.3)\nmlflow.log_param('depth', 3)"
    )
    after = kernel.run("import os; 'MLFLOW_RUN_ID' in os.environ, mlflow.active_run()")

    assert (result.status, after.value) == ("ok", "(False, None)")
    [run] = restart_server().wait_for_runs(1, "FINISHED")
    assert (run.name, run.metrics, run.params) == ("ours", {"rmse": 6.3}, {"depth": "3"})


def test_a_killed_kernel_loses_nothing_of_it(kernel, tracking, start_kernel, restart_server):
    kernel.run("%track_offline\nimport mlflow")
    tracking.supervisor.stop()
    kernel.run(SMALL_RUN.format(name="whole"))
    kernel.run("mlflow.start_run(run_name='open'); mlflow.log_metric('loss', 1.0)")
    kernel.kill()
    back = restart_server()
    start_kernel(back.record)

    back.wait_until(lambda: [run.status for run in back.runs()] == ["FINISHED", "KILLED"])
    whole, left_open = back.runs()
    assert (whole.name, whole.metrics) == ("whole", {"rmse": 6.3, "mae": 4.4})
    assert (left_open.name, left_open.metrics) == ("open", {"loss": 1.0})


def test_without_it_the_client_raises_as_ever(start_kernel, tracking):
    kernel = start_kernel(
        tracking.record, MLFLOW_HTTP_REQUEST_MAX_RETRIES="0", TRACKBOOK_OFFLINE="1"
    )
    kernel.run("import mlflow; mlflow.start_run()")
    tracking.supervisor.stop()
    kept = kernel.run("mlflow.log_metric('a', 1)")
    unknown = kernel.run("mlflow.search_runs()")
    kernel.run("%unload_ext trackbook.kernel")
    raised = kernel.run("mlflow.log_metric('a', 2)")

    assert (kept.error, unknown.error, raised.error) == (None, "MlflowException", "MlflowException")


@pytest.mark.parametrize("line", ["maybe", "on off"])
def test_a_wrong_choice_is_a_usage_error(kernel, line):
    assert "Usage: %track_offline" in kernel.run(f"%track_offline {line}").text
