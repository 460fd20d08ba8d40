"""`trackbook reproduce`, with real kernels."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import time

import nbformat
import pytest
from commands import TRACKBOOK, trackbook

SEARCH = """\
import mlflow
for n in (1, 2):
    with mlflow.start_run(run_name=f'trial {n}'):
        mlflow.log_metric('score', n * base)
"""


@pytest.fixture
def tracked(kernel, tracking, folder):
    """A run of a notebook that reads a file; another of that name lies beside the notebook."""
    (folder / "taxi").mkdir()
    (folder / "taxi" / "nb.ipynb").touch()
    (folder / "taxi" / "base.txt").write_text("41")
    (folder / "base.txt").write_text("40")
    kernel.open_comm("taxi/nb.ipynb")
    kernel.run("import mlflow", "setup")
    kernel.run("base = int(open('base.txt').read())", "base")
    kernel.run("%%track baseline\nmlflow.log_metric('rmse', base + 2)", "train")
    [run] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_for_artifact(run, "trackbook/requirements.txt")
    return run


def tag(tracking, run, key):
    return next(each for each in tracking.runs() if each.run_id == run.run_id).tags.get(key)


def test_a_run_that_can_be_reproduced(folder, tracking, kernel):
    kernel.open_comm("nb.ipynb")
    kernel.run("base = 40", "base")
    kernel.run("unrelated = 1", "other")
    kernel.run("%%track baseline\nimport mlflow\nmlflow.log_metric('rmse', base + 2)", "train")
    [original] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_for_artifact(original, "trackbook/requirements.txt")

    result = trackbook(
        folder, "reproduce", original.run_id, "--yes", "--json", "--keep-notebook", "kept.ipynb"
    )

    assert result.returncode == 0, (result.stdout, result.stderr)
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert [event["event"] for event in events] == ["started", "cell", "cell", "finished"]
    again = tracking.runs()[-1]
    assert events[0] == {"event": "started", "run_id": again.run_id, "cells": 2}
    assert events[2] == {"event": "cell", "index": 2, "of": 2}
    assert events[3]["holds"] is True
    assert events[3]["run_id"] == again.run_id
    assert (again.name, again.status) == ("baseline (reproduction)", "FINISHED")
    assert again.metrics == {"rmse": 42}
    assert again.tags["trackbook.reproduces"] == original.run_id
    assert tag(tracking, original, "trackbook.reproduced") == "reproduced"
    assert tag(tracking, original, "trackbook.reproduced_by") == again.run_id
    record = json.loads(tracking.artifact(again, "trackbook/reproduction.json"))
    assert [each["key"] for each in record["metrics"]] == ["rmse"]
    kept = nbformat.read(folder / "kept.ipynb", as_version=4)
    assert [cell.execution_count for cell in kept.cells[1:]] == [1, 2]


def test_what_the_user_logged_by_a_click_is_found_again(folder, tracking, kernel):
    kernel.open_comm("nb.ipynb")
    kernel.run("rmse = 7.0\nbase = 40", "base")
    kernel.run(
        "%%track baseline\nimport mlflow\nalpha, rmse, mae = 0.5, base + 2.5, 1.0\n"
        "mlflow.log_metric('loss', 0.1)\nloss = 0.2",
        "train",
    )
    [original] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_for_artifact(original, "trackbook/requirements.txt")
    tracking.log(original, params={"alpha": "0.5"}, metrics={"rmse": 42.5})

    result = trackbook(folder, "reproduce", original.run_id, "--yes")

    assert result.returncode == 0, (result.stdout, result.stderr)
    again = tracking.runs()[-1]
    assert again.metrics == {"rmse": 42.5, "loss": 0.1}
    assert again.params == {"alpha": "0.5"}


def test_what_the_user_typed_in_is_listed_apart(folder, tracking, kernel):
    kernel.open_comm("nb.ipynb")
    kernel.run(
        "%%track both\nimport mlflow\n"
        "with mlflow.start_run(): mlflow.log_metric('rmse', 1)\n"
        "with mlflow.start_run(): mlflow.log_metrics({'rmse': 5, 'score': 9})",
        "a",
    )
    runs = tracking.wait_for_runs(2, "FINISHED")
    [original] = [run for run in runs if run.name == "both"]
    tracking.wait_for_artifact(original, "trackbook/requirements.txt")
    tracking.log(original, params={}, metrics={"score": 9})
    names = {"key": "trackbook.by_hand", "value": '["metrics.score"]'}
    tracking.client.post("runs/set-tag", {"run_id": original.run_id, **names})

    result = trackbook(folder, "reproduce", original.run_id, "--yes")

    assert result.returncode == 0, (result.stdout, result.stderr)
    assert "Logged by hand, not compared\n  score" in result.stdout
    assert tracking.runs()[-2].tags["trackbook.reproduces"] == original.run_id


def test_the_same_data_is_no_difference(folder, tracking, kernel):
    kernel.open_comm("nb.ipynb")
    (folder / "base.csv").write_text("a\n1\n")
    kernel.run(
        "import mlflow, numpy, pandas\n"
        "miles = numpy.random.default_rng(42).gamma(2.0, 1.5, size=4000)\n"
        "base = pandas.read_csv('base.csv')",
        "data",
    )
    kernel.run("%%track fit\nmlflow.log_metric('mean', miles.mean() + base.a[0])", "fit")
    [original] = tracking.wait_for_runs(1, "FINISHED")
    recorded = json.loads(tracking.wait_for_artifact(original, "trackbook/data.json"))

    result = trackbook(folder, "reproduce", original.run_id, "--yes")

    assert result.returncode == 0, (result.stdout, result.stderr)
    assert [frame["name"] for frame in recorded["frames"]] == ["miles", "base"]
    assert "Data" not in result.stdout
    again = json.loads(tracking.artifact(tracking.runs()[-1], "trackbook/data.json"))
    assert [file["path"] for file in again["files"]] == ["base.csv"]


def test_a_run_that_differs_runs_in_the_folder_of_its_notebook(folder, tracking, tracked):
    result = trackbook(folder, "reproduce", tracked.run_id, "--yes")
    judged = tag(tracking, tracked, "trackbook.reproduced")
    near = trackbook(folder, "reproduce", tracked.run_id, "--yes", "--tolerance", "0.1")

    assert result.returncode == 1, (result.stdout, result.stderr)
    assert "1 of 1 metrics do not agree" in result.stdout
    assert judged == "differs"
    assert near.returncode == 0
    assert tag(tracking, tracked, "trackbook.reproduced") == "reproduced"


def test_of_a_search_the_same_trial_is_compared(folder, tracking, kernel):
    kernel.open_comm("nb.ipynb")
    kernel.run("base = 40", "base")
    kernel.run(SEARCH, "search")
    [_, second] = tracking.wait_for_runs(2, "FINISHED")
    tracking.wait_for_artifact(second, "trackbook/requirements.txt")

    result = trackbook(folder, "reproduce", second.run_id, "--yes")

    assert result.returncode == 0, (result.stdout, result.stderr)
    again = tag(tracking, second, "trackbook.reproduced_by")
    trial = next(run for run in tracking.runs() if run.run_id == again)
    assert (trial.name, trial.metrics) == ("trial 2", {"score": 80})
    assert trial.tags["trackbook.reproduces"] == second.run_id


def test_a_run_of_a_random_name_is_known_by_its_metrics(folder, tracking, kernel):
    kernel.open_comm("nb.ipynb")
    kernel.run(
        "%%track both\nimport mlflow\n"
        "with mlflow.start_run():\n"
        "    mlflow.log_metric('rmse', 1)\n"
        "    with mlflow.start_run(nested=True): mlflow.log_metric('rmse', 5)\n"
        "with mlflow.start_run(): mlflow.log_metric('mae', 2)",
        "a",
    )
    runs = tracking.wait_for_runs(3, "FINISHED")
    [tracked] = [run for run in runs if run.name == "both"]
    tracking.wait_for_artifact(tracked, "trackbook/requirements.txt")
    assert tracked.metrics == {"rmse": 1}

    result = trackbook(folder, "reproduce", tracked.run_id, "--yes")

    assert result.returncode == 0, (result.stdout, result.stderr)
    again = tag(tracking, tracked, "trackbook.reproduced_by")
    assert [run.metrics for run in tracking.runs() if run.run_id == again] == [{"rmse": 1}]


def test_cells_that_fail_say_so_and_judge_nothing(folder, tracking, tracked):
    (folder / "taxi" / "base.txt").unlink()

    result = trackbook(folder, "reproduce", tracked.run_id, "--yes", "--json")

    assert result.returncode == 2
    last = json.loads(result.stdout.splitlines()[-1])
    assert last["event"] == "failed"
    assert "FileNotFoundError" in last["message"]
    assert "\x1b" not in last["message"]
    assert tracking.runs()[-1].status == "FAILED"
    assert tag(tracking, tracked, "trackbook.reproduced") is None


def test_nothing_runs_without_consent(folder, tracking, tracked):
    silent = trackbook(folder, "reproduce", tracked.run_id)
    as_json = trackbook(folder, "reproduce", tracked.run_id, "--json")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [TRACKBOOK, "reproduce", tracked.run_id], cwd=folder, stdin=theirs, stdout=subprocess.PIPE
    )
    os.write(ours, b"n\n")
    asked, _ = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)

    assert (silent.returncode, as_json.returncode, process.returncode) == (2, 2, 2)
    assert "say --yes" in silent.stderr
    assert json.loads(as_json.stdout)["event"] == "failed"
    assert b"base = int(open('base.txt').read())" in asked
    assert b"Run these cells? [y/N]" in asked
    assert len(tracking.runs()) == 1


def test_an_interrupt_closes_the_run(folder, tracking, kernel):
    kernel.open_comm("nb.ipynb")
    kernel.run("import os, time\nslow = os.path.exists('slow')", "a")
    kernel.run("%%track waits\nif slow:\n    open('began', 'w').close(); time.sleep(100)", "b")
    [original] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_for_artifact(original, "trackbook/requirements.txt")
    (folder / "slow").touch()
    process = subprocess.Popen(
        [TRACKBOOK, "reproduce", original.run_id, "--yes", "--json"],
        cwd=folder,
        stdout=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 120
        while not (folder / "began").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=120)

    assert process.returncode == 130
    assert json.loads(said.splitlines()[-1]) == {"event": "failed", "message": "Stopped."}
    assert tracking.runs()[-1].status == "KILLED"
    assert tag(tracking, original, "trackbook.reproduced") is None


def test_mistakes_are_told(folder, tmp_path, tracking):
    unknown = trackbook(folder, "reproduce", "0" * 32, "--yes")
    nowhere = trackbook(tmp_path, "reproduce", "0" * 32, "--yes")
    tolerance = trackbook(folder, "reproduce", "0" * 32, "--tolerance", "much")
    kept = trackbook(folder, "reproduce", "0" * 32, "--yes", "--keep-notebook", "none/a.ipynb")

    assert [each.returncode for each in (unknown, nowhere, tolerance, kept)] == [2, 2, 2, 2]
    assert "There is no folder" in kept.stderr
    assert "not found" in unknown.stderr
    assert "There is no .trackbook/" in nowhere.stderr
    assert not (tmp_path / ".trackbook").exists()
    assert "much is no tolerance" in tolerance.stderr
