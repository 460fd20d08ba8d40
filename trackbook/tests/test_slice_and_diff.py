"""`trackbook slice` and `trackbook diff` on runs of a real kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbclient
import nbformat
import pytest
from commands import trackbook


@pytest.fixture
def run(kernel, tracking):
    """A run that needs the first cell as it ran first, and not the second."""
    kernel.open_comm("taxi/duration.ipynb")
    kernel.run("base = 40", "a")
    kernel.run("note = 1 / 0", "b")
    kernel.run("base = base + 1", "a")
    kernel.run("%%track baseline\nrmse = base + 1\nprint('rmse is', rmse)", "c")
    kernel.run("%track_log depth=7 --metric rmse=42")
    [run] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_for_artifact(run, "trackbook/requirements.txt")
    tracking.wait_until(lambda: tracking.runs()[0].metrics == {"rmse": 42})
    return run


def log_run(tracking, rmse, depth):
    """A run that no kernel made."""
    made = tracking.client.post("runs/create", {"experiment_id": "0", "run_name": "by hand"})
    run_id = made["run"]["info"]["run_id"]
    metric = {"key": "rmse", "value": rmse, "timestamp": 0, "step": 0}
    params = [{"key": "depth", "value": depth}]
    body = {"run_id": run_id, "metrics": [metric], "params": params}
    tracking.client.post("runs/log-batch", body)
    return run_id


def test_a_slice_is_a_notebook_that_runs(folder, run):
    result = trackbook(folder, "slice", run.run_id)

    assert (result.returncode, result.stderr) == (0, "")
    notebook = nbformat.reads(result.stdout, as_version=4)
    nbformat.validate(notebook)
    assert [(cell.id, cell.source) for cell in notebook.cells[1:]] == [
        ("a", "base = 40"),
        ("a-2", "base = base + 1"),
        ("c", "rmse = base + 1\nprint('rmse is', rmse)"),
    ]
    assert "taxi/duration.ipynb" in notebook.cells[0].source
    assert notebook.metadata.trackbook.run_id == run.run_id
    assert notebook.metadata.trackbook.session == run.tags["trackbook.session"]
    nbclient.NotebookClient(notebook).execute()
    assert notebook.cells[-1].outputs[0].text == "rmse is 42\n"


def test_it_asks_the_server_that_is_named(tmp_path, tracking, run):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {"MLFLOW_TRACKING_TOKEN": tracking.record.token}

    flag = trackbook(elsewhere, "slice", run.run_id, "--tracking-uri", tracking.record.url, **env)
    variable = trackbook(
        elsewhere, "slice", run.run_id, MLFLOW_TRACKING_URI=tracking.record.url, **env
    )
    refused = trackbook(elsewhere, "slice", run.run_id, "--tracking-uri", tracking.record.url)

    assert json.loads(flag.stdout)["nbformat"] == 4
    assert flag.stdout == variable.stdout
    assert refused.returncode == 2
    assert "refuses access (401). Set MLFLOW_TRACKING_TOKEN" in refused.stderr


def test_the_folder_answers_without_its_server(folder, tracking, run):
    tracking.supervisor.stop()

    assert trackbook(folder, "slice", run.run_id).returncode == 0


def test_it_says_why_there_is_no_slice(folder, tmp_path, tracking, unused_port):
    without_cells = log_run(tracking, 1, "1")
    cases = {
        (folder, without_cells): "it has no trackbook/cells.json",
        (folder, "0" * 32): f"{'0' * 32} not found",
        (tmp_path, "x"): "There is no .trackbook/ in this folder",
        (folder, "x", "--tracking-uri", "sqlite:///x.db"): "sqlite:///x.db is no HTTP address",
        (folder, "x", "--tracking-uri", f"http://127.0.0.1:{unused_port}"): "No answer from http:",
    }
    for (place, *arguments), message in cases.items():
        result = trackbook(place, "slice", *arguments)

        assert (result.returncode, result.stdout) == (2, ""), arguments
        assert message in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_runs_that_agree(folder, tracking, run):
    other = log_run(tracking, 42 * (1 + 1e-9), "7")

    result = trackbook(folder, "diff", run.run_id, other)

    assert (result.returncode, result.stderr) == (0, "")
    assert "agrees" in result.stdout
    assert "The last values of the metrics agree within a tolerance of 0.000001." in result.stdout
    assert "depth" not in result.stdout
    assert trackbook(folder, "diff", run.run_id, other, "--tolerance", "0").returncode == 1


def test_runs_that_differ(folder, tracking, run):
    other = log_run(tracking, 41.5, "8")

    text = trackbook(folder, "diff", run.run_id, other)
    printed = trackbook(folder, "diff", run.run_id, other, "--json")

    assert (text.returncode, printed.returncode) == (1, 1)
    assert "differs by 1.2 %" in text.stdout
    assert "1 of 1 metrics do not agree" in text.stdout
    difference = json.loads(printed.stdout)
    assert difference["holds"] is False
    assert difference["run_a"] == {"run_id": run.run_id, "name": "baseline"}
    assert difference["metrics"] == [
        {"key": "rmse", "a": 42, "b": 41.5, "relative": pytest.approx(0.5 / 42), "agrees": False}
    ]
    assert difference["params"] == [{"name": "depth", "a": "7", "b": "8"}]
    assert difference["environment"] == []
    assert "Run by hand has no record of its packages" in difference["notes"][0]


@pytest.mark.parametrize("tolerance", ["much", "-1", "", "inf"])
def test_a_wrong_tolerance_is_no_difference(folder, tracking, tolerance):
    result = trackbook(folder, "diff", "a", "b", f"--tolerance={tolerance}")

    assert result.returncode == 2
    assert "is no tolerance" in result.stderr


def test_a_run_that_is_not_there_is_no_difference(folder, run):
    result = trackbook(folder, "diff", run.run_id, "0" * 32)

    assert result.returncode == 2
    assert "not found" in result.stderr


@pytest.mark.parametrize("target", ["project", "packed/lasso.zip"])
def test_a_project_that_mlflow_runs(folder, tracking, kernel, target):
    kernel.open_comm("nb.ipynb")
    kernel.run("base = 40", "a")
    kernel.run("%%track $(id) {x}\nimport mlflow\nmlflow.log_metric('rmse', base + 2)", "b")
    [run] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_for_artifact(run, "trackbook/requirements.txt")

    result = trackbook(folder, "export-project", run.run_id, target)
    assert (result.returncode, result.stderr) == (0, "")
    again = trackbook(folder, "export-project", run.run_id, target)
    assert (again.returncode, again.stdout) == (2, "")
    assert f"{target} " in again.stderr
    project = result.stdout.split()[-1]
    if target.endswith(".zip"):
        with zipfile.ZipFile(folder / target) as archive:
            assert archive.testzip() is None
            archive.extractall(folder)
    assert {path.name for path in (folder / project).iterdir()} == {
        *("MLproject", "notebook.ipynb", "python_env.yaml", "requirements.txt")
    }

    bin = Path(sys.executable).parent
    env = {
        **os.environ,
        "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}",
        "MLFLOW_TRACKING_URI": tracking.record.url,
        "MLFLOW_TRACKING_TOKEN": tracking.record.token,
    }
    command = [bin / "mlflow", "run", project, "--env-manager", "local"]
    subprocess.run(command, cwd=folder, env=env, check=True, timeout=240)

    [made] = [found for found in tracking.runs() if found.run_id != run.run_id]
    assert (made.status, made.metrics) == ("FINISHED", {"rmse": 42})


def test_a_project_replaces_nothing(folder, tracking, run):
    (folder / "file").write_text("mine")
    (folder / "folder.zip").mkdir()

    file = trackbook(folder, "export-project", run.run_id, "file")
    archive = trackbook(folder, "export-project", run.run_id, "folder.zip")

    assert (file.returncode, archive.returncode) == (2, 2)
    assert "There is a file file already" in file.stderr
    assert "folder.zip is a folder: name a file" in archive.stderr
