"""`%%track` and the cell button: one execution becomes one run."""

from __future__ import annotations


def test_a_tracked_cell_becomes_a_finished_run(kernel, tracking):
    kernel.open_comm("taxi/duration.ipynb")
    result = kernel.run("%%track baseline\nalpha = 0.5\nalpha", "abc")

    assert result.status == "ok"
    assert result.value == "0.5"
    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.name == "baseline"
    assert run.experiment_id == "0"
    assert run.tags["trackbook.kind"] == "cell"
    assert run.tags["trackbook.notebook"] == "taxi/duration.ipynb"
    assert run.tags["trackbook.cell_id"] == "abc"
    assert run.tags["trackbook.execution_count"] == "1"
    assert run.tags["mlflow.source.name"] == "taxi/duration.ipynb"
    assert run.tags["mlflow.source.type"] == "NOTEBOOK"


def test_the_cell_button_arms_the_next_execution_of_that_cell_only(kernel, tracking):
    kernel.open_comm()
    kernel.tell(type="arm", cell_id="b", name="from the button")
    kernel.run("1", "a")
    kernel.run("2", "b")
    kernel.run("3", "b")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert (run.name, run.tags["trackbook.cell_id"]) == ("from the button", "b")


def test_an_error_reaches_the_user_unchanged_and_fails_the_run(kernel, tracking):
    result = kernel.run("%%track\nx = 1\n1 / 0")

    assert (result.status, result.error) == ("error", "ZeroDivisionError")
    [run] = tracking.wait_for_runs(1, "FAILED")
    [execution] = tracking.wait_for_cells(run)["executions"]
    assert execution["error"] == {"name": "ZeroDivisionError", "message": "division by zero"}


def test_a_clock_that_is_set_back_meanwhile_gives_no_time_before_the_beginning(kernel, tracking):
    an_hour = 3_600_000_000_000
    kernel.run(
        f"%%track\nimport time\nright = time.time_ns\ntime.time_ns = lambda: right() - {an_hour}"
    )
    [run] = tracking.wait_for_runs(1, "FINISHED")
    [execution] = tracking.wait_for_cells(run)["executions"]
    assert execution["duration_ms"] >= 0
    assert run.end_time >= execution["started_at"]


def test_an_interrupt_kills_the_run(kernel, tracking):
    kernel.open_comm()
    request = kernel.submit("%%track\nimport time\nprint('in', flush=True)\ntime.sleep(60)")
    kernel.hear(lambda message: message["type"] == "run" and message["status"] == "RUNNING")
    kernel.interrupt()

    assert kernel.wait(request).error == "KeyboardInterrupt"
    [run] = tracking.wait_for_runs(1, "KILLED")
    [execution] = tracking.wait_for_cells(run)["executions"]
    assert execution["status"] == "interrupted"


def test_an_interrupt_while_the_run_is_made_reaches_the_cell(kernel, tracking):
    kernel.run(
        "import signal\n"
        "from trackbook import kernel\n"
        "[hook] = kernel._hooks.values()\n"
        "begin = hook.capture.begin\n"
        "def interrupted(*arguments):\n"
        "    hook.capture.begin = begin\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "    return begin(*arguments)\n"
        "hook.capture.begin = interrupted"
    )
    result = kernel.run("%%track\nreached = True")

    assert (result.status, result.error) == ("error", "KeyboardInterrupt")
    assert kernel.run("'reached' in dir()").value == "False"
    [run] = tracking.wait_for_runs(1, "KILLED")
    execution = tracking.wait_for_cells(run)["executions"][-1]
    assert execution["status"] == "interrupted"


def test_fluent_calls_of_the_cell_log_to_its_run(kernel, tracking):
    kernel.run(
        "%%track\nimport mlflow\nmlflow.log_metric('rmse', 6.3)\nmlflow.log_param('depth', 3)"
    )
    after = kernel.run("import os; 'MLFLOW_RUN_ID' in os.environ, mlflow.active_run()")

    assert after.value == "(False, None)"
    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.metrics == {"rmse": 6.3}
    assert run.params == {"depth": "3"}


def test_start_run_in_the_cell_resumes_its_run_and_a_second_one_is_the_users(kernel, tracking):
    kernel.run(
        "%%track ours\n"
        "import mlflow\n"
        "with mlflow.start_run():\n    mlflow.log_metric('a', 1)\n"
        "with mlflow.start_run(run_name='theirs'):\n    mlflow.log_metric('a', 2)\n"
    )

    ours, theirs = tracking.wait_for_runs(2, "FINISHED")
    assert (ours.name, ours.metrics, ours.tags["trackbook.kind"]) == ("ours", {"a": 1.0}, "cell")
    assert (theirs.name, theirs.metrics) == ("theirs", {"a": 2.0})
    assert theirs.tags["trackbook.kind"] == "code"


def test_each_execution_of_the_cell_is_a_new_run(kernel, tracking):
    for depth in (3, 4):
        result = kernel.run(f"%%track\nimport mlflow\nmlflow.log_param('depth', {depth})")
        assert result.status == "ok"

    runs = tracking.wait_for_runs(2, "FINISHED")
    assert [run.params for run in runs] == [{"depth": "3"}, {"depth": "4"}]


def test_the_run_is_made_in_the_active_experiment(kernel, tracking):
    kernel.run("import mlflow; mlflow.set_experiment('taxi')")
    kernel.run("%%track\nmlflow.log_metric('a', 1)")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.experiment_id != "0"
    assert run.metrics == {"a": 1.0}


def test_a_cell_that_chooses_an_experiment_is_not_disturbed(kernel, tracking):
    result = kernel.run(
        "%%track\nimport mlflow\nmlflow.set_experiment('taxi')\nmlflow.log_metric('a', 1)\n"
        "mlflow.end_run()"
    )

    assert result.status == "ok", result
    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.experiment_id != "0"
    assert run.metrics == {"a": 1.0}


def test_a_function_that_chooses_an_experiment_is_not_disturbed(kernel, tracking):
    kernel.run("import mlflow\ndef train():\n    mlflow.set_experiment('taxi')")
    result = kernel.run("%%track late\ntrain()")

    assert result.status == "ok", result
    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert (run.name, run.experiment_id != "0") == ("late", True)


def test_a_run_that_the_user_has_open_stays_the_users(kernel, tracking):
    kernel.run("import mlflow; run = mlflow.start_run()")
    kernel.run("%%track\nmlflow.log_metric('a', 1)")
    still = kernel.run("mlflow.active_run().info.run_id == run.info.run_id")

    assert still.value == "True"
    [run] = tracking.wait_for_runs(1, "RUNNING")
    assert run.metrics == {"a": 1.0}


def test_a_tracked_cell_may_hold_another_cell_magic_or_await(kernel, tracking):
    timed = kernel.run("%%track\n%%capture output\nprint('hidden')")
    awaited = kernel.run("%%track\nimport asyncio\nawait asyncio.sleep(0, 'done')")

    assert (timed.status, timed.text) == ("ok", "")
    assert awaited.value == "'done'"
    tracking.wait_for_runs(2, "FINISHED")


def test_tracking_works_without_mlflow(start_kernel, tracking, folder):
    (folder / "mlflow.py").write_text("raise ImportError('not installed')")
    kernel = start_kernel(tracking.record)
    result = kernel.run("%%track plain\n1 + 1")

    assert result.value == "2"
    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.name == "plain"


def test_a_deleted_experiment_loses_nothing(kernel, tracking):
    kernel.open_comm()
    made = tracking.client.post("experiments/create", {"name": "gone"})["experiment_id"]
    kernel.tell(type="set_experiment", experiment_id=made, name="gone")
    tracking.client.post("experiments/delete", {"experiment_id": made})
    kernel.run("%%track\n1")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.experiment_id == "0"
    told = kernel.hear(lambda message: message["type"] == "state" and message["error"])
    assert "Default experiment" in told["error"]
