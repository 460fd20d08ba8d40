"""Recording: the executions in between become one run."""

from __future__ import annotations


def test_executions_between_start_and_stop_are_one_run(kernel, tracking):
    kernel.run("before = 1", "a")
    kernel.run("%track_start tuning\nx = 1", "b")
    kernel.run("import mlflow; mlflow.log_metric('loss', 0.5)", "c")
    kernel.run("mlflow.log_metric('loss', 0.25)", "d")
    kernel.run("%track_stop", "e")
    kernel.run("after = 1", "f")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert (run.name, run.tags["trackbook.kind"]) == ("tuning", "recording")
    assert run.metrics == {"loss": 0.25}
    executions = tracking.wait_for_cells(run)["executions"]
    assert [execution["cell_id"] for execution in executions] == ["a", "b", "c", "d", "e"]
    assert [bool(execution["run_ids"]) for execution in executions] == [False, *[True] * 4]


def test_the_buttons_record(kernel, tracking):
    kernel.open_comm()
    kernel.tell(type="record_start", name="by button")
    kernel.run("1", "a")
    kernel.run("2", "b")
    kernel.tell(type="record_stop")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert (run.name, run.tags["trackbook.cell_id"]) == ("by button", "a")
    recording = kernel.hear(
        lambda message: (message.get("recording") or {}).get("executions") == 2
    )["recording"]
    assert recording["run_id"] == run.run_id


def test_a_cell_that_ends_the_run_does_not_end_the_recording(kernel, tracking):
    kernel.run("%track_start")
    kernel.run("import mlflow\nwith mlflow.start_run():\n    mlflow.log_metric('a', 1)")
    [running] = tracking.wait_for_runs(1, "RUNNING")
    kernel.run("mlflow.log_metric('b', 2)")
    kernel.run("%track_stop")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert (run.run_id, run.metrics) == (running.run_id, {"a": 1.0, "b": 2.0})


def test_a_cell_that_failed_and_was_mended_has_not_failed(kernel, tracking):
    kernel.run("%track_start", "a")
    kernel.run("1 / 0", "b")
    kernel.run("1 / 1", "b")
    kernel.run("%track_stop", "c")

    tracking.wait_for_runs(1, "FINISHED")


def test_a_cell_that_stays_broken_fails_the_recording(kernel, tracking):
    kernel.run("%track_start", "a")
    kernel.run("1 / 0", "b")
    kernel.run("%track_stop", "c")

    tracking.wait_for_runs(1, "FAILED")


def test_a_tracked_cell_in_a_recording_is_a_run_of_its_own(kernel, tracking):
    kernel.run("%track_start whole")
    kernel.run("%%track part\nimport mlflow\nmlflow.log_metric('a', 1)")
    kernel.run("%track_stop")

    whole, part = tracking.wait_for_runs(2, "FINISHED")
    assert (whole.name, whole.metrics) == ("whole", {})
    assert (part.name, part.metrics) == ("part", {"a": 1.0})


def test_another_experiment_in_a_recording_does_not_raise(kernel, tracking):
    kernel.run("%track_start")
    chosen = kernel.run("import mlflow; mlflow.set_experiment('other')")
    logged = kernel.run("with mlflow.start_run():\n    mlflow.log_metric('a', 1)")
    kernel.run("%track_stop")

    assert (chosen.status, logged.status) == ("ok", "ok")
    recording, own = tracking.wait_for_runs(2, "FINISHED")
    assert recording.experiment_id == "0"
    assert own.tags["trackbook.kind"] == "code"


def test_restarting_the_kernel_kills_the_recording(kernel, tracking):
    kernel.run("%track_start")
    kernel.restart()

    tracking.wait_for_runs(1, "KILLED")


def test_stopping_nothing_is_a_usage_error(kernel):
    assert "Nothing is being recorded" in kernel.run("%track_stop").text
