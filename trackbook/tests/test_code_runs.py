"""Runs of the user's own code: tied to their cell, otherwise left alone."""

from __future__ import annotations

import subprocess
import sys

TAGS = ("trackbook.kind", "trackbook.cell_id", "trackbook.execution_count", "trackbook.notebook")
TRAIN = "import mlflow\nwith mlflow.start_run(run_name='{name}'):\n    mlflow.log_metric('a', 1)\n"


def test_runs_of_the_cell_find_their_cell(kernel, tracking):
    kernel.open_comm("nb.ipynb")
    kernel.run("x = 1", "first")
    kernel.run(TRAIN.format(name="by code"), "second")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert [run.tags.get(tag) for tag in TAGS] == ["code", "second", "2", "nb.ipynb"]
    assert run.tags["mlflow.source.name"] == "nb.ipynb"
    first, second = tracking.wait_for_cells(run)["executions"]
    assert (first["run_ids"], second["run_ids"]) == ([], [run.run_id])
    assert "mlflow" in tracking.wait_for_artifact(run, "trackbook/requirements.txt")
    told = kernel.hear(lambda message: message["type"] == "run")
    assert (told["run_id"], told["cell_id"], told["kind"]) == (run.run_id, "second", "code")


def test_runs_of_threads_find_their_cell(kernel, tracking):
    kernel.run(
        "import mlflow, threading\n"
        "def train():\n    with mlflow.start_run(): pass\n"
        "threads = [threading.Thread(target=train) for _ in range(2)]\n"
        "[t.start() for t in threads]\n[t.join() for t in threads]",
        "threads",
    )

    runs = tracking.wait_for_runs(2, "FINISHED")
    assert [run.tags["trackbook.cell_id"] for run in runs] == ["threads", "threads"]


def test_runs_of_a_script_that_a_cell_starts_find_their_cell(kernel, tracking, folder):
    (folder / "hpo.py").write_text(TRAIN.format(name="trial 1") + TRAIN.format(name="trial 2"))
    kernel.open_comm("homework.ipynb")
    kernel.run(f"!{sys.executable} hpo.py", "script")

    runs = tracking.wait_for_runs(2, "FINISHED")
    for run in runs:
        assert run.tags["trackbook.cell_id"] == "script"
        assert run.tags["trackbook.notebook"] == "homework.ipynb"
        assert run.tags["mlflow.source.name"].endswith("hpo.py")
        [execution] = tracking.wait_for_cells(run)["executions"]
        assert set(execution["run_ids"]) == {run.run_id for run in runs}


def test_a_script_in_the_background_is_found_after_its_cell(kernel, tracking, folder):
    (folder / "later.py").write_text("import time; time.sleep(1)\n" + TRAIN.format(name="later"))
    kernel.run(
        f"import subprocess; process = subprocess.Popen([{sys.executable!r}, 'later.py'])", "start"
    )
    kernel.run("1 + 1", "meanwhile")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.tags["trackbook.cell_id"] == "start"
    assert tracking.wait_for_cells(run)["executions"][0]["run_ids"] == [run.run_id]


def test_a_script_that_takes_its_time_to_make_its_run_is_found(kernel, tracking, folder):
    """Between the question for tags, which announces a run, and the run lie seconds."""
    (folder / "slow.py").write_text(
        "import time, mlflow\n"
        "create_run = mlflow.MlflowClient.create_run\n"
        "def slowly(*args, **kwargs):\n    time.sleep(6)\n    return create_run(*args, **kwargs)\n"
        "mlflow.MlflowClient.create_run = slowly\n" + TRAIN.format(name="slow")
    )
    kernel.run(
        f"import subprocess; process = subprocess.Popen([{sys.executable!r}, 'slow.py'])", "start"
    )

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert tracking.wait_for_cells(run)["executions"][0]["run_ids"] == [run.run_id]


def test_autolog_finds_its_cell(kernel, tracking):
    kernel.run(
        "import mlflow\nmlflow.sklearn.autolog(log_models=False, log_datasets=False)\n"
        "from sklearn.linear_model import LinearRegression\n"
        "LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]);",
        "auto",
    )

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.tags["trackbook.cell_id"] == "auto"
    assert run.params["fit_intercept"] == "True"


def test_autolog_logs_to_the_run_of_a_tracked_cell(kernel, tracking):
    kernel.run("import mlflow\nmlflow.sklearn.autolog(log_models=False, log_datasets=False)")
    kernel.run(
        "%%track ours\nfrom sklearn.linear_model import LinearRegression\n"
        "LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]);"
    )

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert (run.name, run.params["fit_intercept"]) == ("ours", "True")


def test_a_client_without_our_plugin_finds_its_cell_too(kernel, tracking):
    """As in a kernel of another environment."""
    kernel.run(
        "from mlflow.tracking.context.registry import _run_context_provider_registry as registry\n"
        "registry._registry = [provider for provider in registry\n"
        "                      if 'trackbook' not in type(provider).__module__]"
    )
    kernel.run(TRAIN.format(name="elsewhere"), "cell")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.tags["trackbook.cell_id"] == "cell"
    assert tracking.wait_for_cells(run)["executions"][1]["run_ids"] == [run.run_id]


def test_the_commit_is_noted(kernel, tracking, folder):
    def git(*arguments):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)

    git("init")
    (folder / "code.py").write_text("x = 1")
    git("add", "code.py")
    git("-c", "user.name=me", "-c", "user.email=me@x", "commit", "-m", "first")
    kernel.run("%%track clean\n1")
    tracking.wait_until(lambda: any("git.dirty" in str(run.tags) for run in tracking.runs()))

    [run] = tracking.runs()
    head = subprocess.check_output(["git", "-C", str(folder), "rev-parse", "HEAD"], text=True)
    assert run.tags["mlflow.source.git.commit"] == head.strip()
    assert run.tags["trackbook.git.dirty"] == "false"
