"""`trackbook run`, with real kernels."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

TRACKBOOK = str(Path(sys.executable).with_name("trackbook"))
TIMEOUT = 180

SET = "import mlflow\nmax_depth = 6  # levels\nrate = 0.1"


def write(folder: Path, *sources: str, name: str = "taxi.ipynb") -> Path:
    cells = [new_markdown_cell("# Taxi", id="title")]
    cells += [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources, start=1)]
    path = folder / name
    nbformat.write(new_notebook(cells=cells), path)
    return path


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TRACKBOOK, "run", *arguments],
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )


@pytest.fixture
def start(folder):
    """Starts the command, and ends it should the test fail."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, **options) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([TRACKBOOK, "run", *arguments], cwd=folder, **options)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=TIMEOUT)


def wait_for(folder: Path, pattern: str, count: int = 1) -> None:
    deadline = time.monotonic() + TIMEOUT
    while len(list(folder.glob(pattern))) < count:
        assert time.monotonic() < deadline, f"There is no {pattern}"
        time.sleep(0.05)


def start_grid(
    folder, start, first: str = ""
) -> tuple[subprocess.Popen[bytes], list[psutil.Process]]:
    """Two notebooks of one command, each in a long cell that begins with `first`."""
    began = "open(f'began-{n}', 'w').close()\nimport time; time.sleep(100)"
    write(folder, "n = 0", f"{first}\n{began}")
    process = start("taxi.ipynb", "-P", "n=1,2", "--jobs", "2")
    wait_for(folder, "began-*", 2)
    return process, kernels_of(process)


def kernels_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if "ipykernel_launcher" in child.cmdline()]


def test_a_notebook_becomes_one_run(folder, tracking):
    path = write(
        folder,
        SET,
        "mlflow.set_experiment('taxi')\n"
        "with mlflow.start_run():\n    mlflow.log_metric('rmse', 6.5)",
        "password = 'hunter2'\nmlflow.log_param('after', mlflow.active_run() is None)",
        "mlflow.log_metric('depth', max_depth)\nmlflow.active_run().info.run_id",
    )
    before = path.read_bytes()
    output = folder / "out.ipynb"

    arguments = ("-P", "max_depth=7", "--name", "mine", "--output", "out.ipynb")
    result = run(folder, "taxi.ipynb", *arguments)

    assert result.returncode == 0, result.stderr
    [found] = tracking.runs()
    assert (found.name, found.status) == ("mine", "FINISHED")
    assert found.metrics == {"rmse": 6.5, "depth": 7}
    assert found.params == {"max_depth": "7", "after": "True"}
    assert found.tags["trackbook.kind"] == "notebook"
    assert found.tags["trackbook.notebook"] == found.tags["mlflow.source.name"] == "taxi.ipynb"
    assert found.tags["trackbook.cell_id"] == "cell-1"
    experiment = tracking.client.get("experiments/get", experiment_id=found.experiment_id)
    assert experiment["experiment"]["name"] == "taxi"

    cells = json.loads(tracking.artifact(found, "trackbook/cells.json"))
    assert cells["session"]["id"] == found.tags["trackbook.session"]
    executions = cells["executions"]
    assert [each["cell_id"] for each in executions] == ["cell-1", "cell-2", "cell-3", "cell-4"]
    assert {each["notebook"] for each in executions} == {"taxi.ipynb"}
    assert {each["client"] for each in executions} == {"headless"}
    assert {tuple(each["run_ids"]) for each in executions} == {(found.run_id,)}
    assert "nbformat==" in tracking.artifact(found, "trackbook/requirements.txt")

    stored = nbformat.reads(tracking.artifact(found, "taxi.ipynb"), as_version=4)
    assert "max_depth = 7  # levels" in stored.cells[1].source
    assert found.run_id in stored.cells[4].outputs[0].data["text/plain"]
    assert "hunter2" not in str(stored)
    assert "hunter2" in output.read_text()
    assert path.read_bytes() == before
    assert f"Run {found.run_id} finished" in result.stdout
    assert "rmse 6.5" in result.stdout


def test_runs_of_its_own_are_children_and_never_fail_for_another_experiment(folder, tracking):
    script = folder / "hpo.py"
    script.write_text(
        "import mlflow\nmlflow.set_experiment('script')\n"
        "with mlflow.start_run(run_name='script'): pass\n"
    )
    write(
        folder,
        "import sys, mlflow\nfor n in (1, 2):\n"
        "    with mlflow.start_run(run_name=f'trial {n}'):\n        mlflow.log_param('n', n)",
        "!{sys.executable} hpo.py",
        "%%track tracked\nmlflow.log_metric('b', 2)",
        "mlflow.log_metric('a', 1)\nmlflow.end_run()",
        "mlflow.set_experiment('other')\nwith mlflow.start_run(run_name='other'): pass",
    )

    result = run(folder, "taxi.ipynb", "--experiment", "ours")

    assert result.returncode == 0, result.stderr
    runs = {each.name: each for each in tracking.runs()}
    assert set(runs) == {"taxi", "trial 1", "trial 2", "script", "tracked", "other"}
    whole = runs.pop("taxi")
    assert (whole.metrics, whole.params, whole.status) == ({"a": 1}, {}, "FINISHED")
    assert runs["tracked"].metrics == {"b": 2}
    assert {each.tags["mlflow.parentRunId"] for each in runs.values()} == {whole.run_id}
    assert {each.status for each in runs.values()} == {"FINISHED"}
    assert runs["script"].experiment_id != whole.experiment_id
    assert runs["trial 1"].tags["trackbook.cell_id"] == "cell-1"
    assert "chooses the experiment other" in result.stderr


def test_autolog_goes_to_the_run(folder, tracking):
    write(
        folder,
        "import mlflow\nmlflow.sklearn.autolog(log_models=False, log_datasets=False)",
        "from sklearn.linear_model import LinearRegression\n"
        "LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]);",
    )

    assert run(folder, "taxi.ipynb").returncode == 0
    [found] = tracking.runs()
    assert (found.name, found.params["fit_intercept"]) == ("taxi", "True")


def test_a_cell_that_fails_is_shown_and_ends_the_run(folder, tracking):
    write(folder, "x = 1", "def f():\n    raise ValueError('no trips')\nf()", "x = 2")

    result = run(folder, "taxi.ipynb")

    assert result.returncode == 1
    assert "taxi.ipynb failed in cell 2, In [2]:" in result.stderr
    assert "ValueError: no trips" in result.stderr
    assert "raise ValueError('no trips')" in result.stderr
    assert "\x1b" not in result.stderr
    [found] = tracking.runs()
    assert found.status == "FAILED"
    executions = json.loads(tracking.artifact(found, "trackbook/cells.json"))["executions"]
    assert [each["status"] for each in executions] == ["ok", "error"]
    stored = nbformat.reads(tracking.artifact(found, "taxi.ipynb"), as_version=4)
    assert stored.cells[2].outputs[0].ename == "ValueError"


def test_a_kernel_that_dies_ends_the_run_(folder, tracking):
    write(folder, "import os\nos._exit(3)")

    result = run(folder, "taxi.ipynb")

    assert result.returncode == 1
    assert "taxi.ipynb failed in cell 1" in result.stderr
    assert "The kernel died" in result.stderr
    [found] = tracking.runs()
    assert found.status == "KILLED"


def test_a_cell_may_not_take_longer_than_the_timeout(folder, tracking):
    write(folder, "import time; time.sleep(100)")

    result = run(folder, "taxi.ipynb", "--timeout", "1")

    assert result.returncode == 1
    assert "took longer than 1 seconds" in result.stderr
    [found] = tracking.runs()
    assert found.status == "FAILED"


def test_an_interrupt_ends_the_kernel_and_closes_the_run(folder, tracking, start):
    write(folder, "open('began', 'w').close()\nimport time; time.sleep(100)")
    process = start("taxi.ipynb", stderr=subprocess.PIPE)
    wait_for(folder, "began")
    [kernel] = kernels_of(process)

    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=TIMEOUT)

    assert process.returncode == 130
    assert b"Stopping" in said
    assert not kernel.is_running()
    [found] = tracking.runs()
    assert found.status == "KILLED"
    [execution] = json.loads(tracking.artifact(found, "trackbook/cells.json"))["executions"]
    assert execution["status"] == "interrupted"


def test_a_grid_is_a_parent_with_children(folder, tracking):
    write(
        folder,
        SET,
        "if max_depth == 7: raise ValueError('seven')",
        "mlflow.log_metric('rmse', max_depth * rate)",
    )

    result = run(
        folder, *("taxi.ipynb", "-P", "max_depth=4,7", "-P", "rate=0.1,0.5", "--jobs", "2")
    )

    assert result.returncode == 1
    runs = {each.name: each for each in tracking.runs()}
    parent = runs.pop("taxi")
    assert (parent.status, parent.tags["trackbook.kind"]) == ("FAILED", "notebook")
    assert {name: each.status for name, each in runs.items()} == {
        "max_depth=4, rate=0.1": "FINISHED",
        "max_depth=4, rate=0.5": "FINISHED",
        "max_depth=7, rate=0.1": "FAILED",
        "max_depth=7, rate=0.5": "FAILED",
    }
    assert {each.tags["mlflow.parentRunId"] for each in runs.values()} == {parent.run_id}
    assert runs["max_depth=4, rate=0.5"].params == {"max_depth": "4", "rate": "0.5"}
    table = [line.split()[:4] for line in result.stdout.splitlines()[:5]]
    assert table[0] == ["max_depth", "rate", "rmse", "status"]
    assert table[1:3] == [["4", "0.1", "0.4", "finished"], ["4", "0.5", "2", "finished"]]
    assert [line[:3] for line in table[3:]] == [["7", "0.1", "failed"], ["7", "0.5", "failed"]]
    assert "The best rmse is 0.4, of the run max_depth=4, rate=0.1." in result.stdout
    assert result.stderr.startswith(
        "Running taxi.ipynb 4 times, 2 at a time, in the kernel python3"
    )
    assert result.stderr.count("ValueError: seven") == 2


def test_a_notebook_without_code_is_told(folder, tracking):
    write(folder)
    result = run(folder, "taxi.ipynb")
    assert result.returncode == 0
    assert "Note: The notebook has no code to run." in result.stderr


VERDICT = "trackbook.verdict"


def test_runs_are_judged_by_the_notebook_without_the_values_that_were_set(folder, tracking):
    path = write(
        folder,
        "import mlflow\ndepth = 6",
        "rate = 0.1  # of learning",
        "with mlflow.start_run(run_name='own', nested=True): mlflow.log_metric('r', rate * depth)",
        "open('taxi.ipynb', 'a').close()",
    )
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].metadata.tags = ["parameters"]
    nbformat.write(notebook, path)

    result = run(folder, "taxi.ipynb", "-P", "depth=7", "-P", "rate=0.5")

    assert result.returncode == 0, result.stderr
    found = {each.name: each for each in tracking.runs()}
    assert found["own"].metrics == {"r": 3.5}
    assert {name: each.tags[VERDICT] for name, each in found.items()} == {
        "taxi": "clean",
        "own": "clean",
    }
    cells = json.loads(tracking.artifact(found["taxi"], "trackbook/cells.json"))
    assert cells["session"]["parameters"] == ["depth", "rate"]
    assert cells["executions"][1]["cell_id"] == "injected-parameters"


def test_a_notebook_that_was_edited_meanwhile_is_told(folder, tracking):
    edit = (
        "from pathlib import Path\npath = Path('taxi.ipynb')\n"
        "path.write_text(path.read_text().replace('base = 1', 'base = 2'))"
    )
    write(folder, "base = 1", edit, "base")

    assert run(folder, "taxi.ipynb").returncode == 0
    [found] = tracking.runs()
    assert found.tags[VERDICT] == "edited since"


def test_fail_fast_starts_no_more(folder, tracking):
    write(folder, "n = 0", "1 / n")

    result = run(folder, "taxi.ipynb", "-P", "n=0,1,2", "--jobs", "1", "--fail-fast")

    assert result.returncode == 1
    assert {each.name: each.status for each in tracking.runs()} == {
        "taxi": "FAILED",
        "n=0": "FAILED",
    }
    assert result.stdout.count("not started") == 2


def test_a_grid_that_is_terminated_closes_all_its_runs(folder, tracking, start):
    write(folder, "n = 0", "open(f'began-{n}', 'w').close()\nimport time; time.sleep(100)")
    process = start("taxi.ipynb", "-P", "n=1,2,3", "--jobs", "2")
    wait_for(folder, "began-*", 2)
    kernels = kernels_of(process)

    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=TIMEOUT)

    assert process.returncode == 130
    assert len(kernels) == 2
    assert not any(kernel.is_running() for kernel in kernels)
    assert {each.name: each.status for each in tracking.runs()} == {
        **{"taxi": "KILLED", "n=1": "KILLED", "n=2": "KILLED"}
    }


def test_a_command_that_is_killed_leaves_no_kernel_and_no_open_run(folder, tracking, start):
    # The watch of ipykernel, which looks each second, does not cut this short.
    slow = (
        "import time\n"
        "from trackbook import kernel\n"
        "[hook] = kernel._hooks.values()\n"
        "abandon = hook.capture.abandon\n"
        "hook.capture.abandon = lambda patience: (time.sleep(3), abandon(patience))"
    )
    process, kernels = start_grid(folder, start, slow)

    process.kill()

    gone, alive = psutil.wait_procs(kernels, TIMEOUT)
    assert (len(gone), alive) == (2, [])
    runs = tracking.wait_for_runs(3, "KILLED")
    assert {each.name for each in runs} == {"taxi", "n=1", "n=2"}


def test_runs_of_a_command_that_died_with_its_kernels_are_closed_by_the_next_start(
    folder, tracking, start, start_kernel
):
    process, kernels = start_grid(folder, start)
    process.send_signal(signal.SIGSTOP)
    for kernel in kernels:
        kernel.kill()
    process.kill()
    process.wait()
    assert {each.status for each in tracking.runs()} == {"RUNNING"}

    start_kernel(tracking.record)

    runs = tracking.wait_for_runs(3, "KILLED")
    assert all(each.end_time for each in runs)
    tracking.wait_until(lambda: len(list((folder / ".trackbook/journal").glob("*.jsonl"))) == 1)


def test_a_terminal_shows_a_live_table(folder, tracking, start):
    log = "import mlflow, time; mlflow.log_metric('rmse', 10 + n); time.sleep(8)"
    write(folder, "n = 0", log)
    ours, theirs = pty.openpty()
    process = start("taxi.ipynb", "-P", "n=1,2", stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = _read_all(ours)
    process.wait(TIMEOUT)

    assert process.returncode == 0
    assert "cell 1 of 2" in said
    assert "1 running, 1 waiting" in said
    assert re.search(r"1 +11 +cell 2 of 2", said)
    assert "2 finished; best rmse 11: n=1" in said
    assert re.search(r"\x1b\[\d+A", said)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.ipynb"], "There is no file"),
        (["."], "cannot be read"),
        (["bad.ipynb"], "it is not JSON"),
        (["deep.ipynb"], "it is nested too deeply"),
        (["taxi.ipynb", "-P", "dept=7"], "There is no dept to set. What can be set: depth."),
        (["taxi.ipynb", "-P", "depth"], "'depth' is no parameter: write name=value."),
        (["taxi.ipynb", "--kernel", "none"], "There is no kernel 'none' here"),
        (["taxi.ipynb", "-P", "depth=1,2", "--output", "o.ipynb"], "--output is for one run"),
        (["taxi.ipynb", "--jobs", "0"], "0 is no whole number from 1 on"),
        (["taxi.ipynb", "--tracking-uri", "file:///x"], "http(s) address"),
        (["taxi.ipynb", "--output", "none/o.ipynb"], "There is no folder"),
        (["taxi.ipynb", "--output", "."], ". is a folder: name a file"),
    ],
)
def test_mistakes_are_told_in_one_line(folder, arguments, message):
    write(folder, "depth = 6")
    (folder / "bad.ipynb").write_text("no JSON")
    (folder / "deep.ipynb").write_text("[" * 200_000)

    result = run(folder, *arguments)

    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr.splitlines()[-1]
    assert not (folder / ".trackbook").exists()


def test_without_a_server_it_starts_one_in_this_folder(folder, restart_server):
    (folder / "notebooks").mkdir()
    write(folder / "notebooks", "from pathlib import Path\nPath('here').touch()")

    result = run(folder, "notebooks/taxi.ipynb")

    assert result.returncode == 0, result.stderr
    assert (folder / "notebooks" / "here").exists()
    [found] = restart_server().runs()
    assert found.tags["trackbook.notebook"] == "notebooks/taxi.ipynb"


def test_another_server_can_be_named(folder, tracking, tmp_path):
    write(folder / "..", "1", name="elsewhere.ipynb")

    result = run(
        tmp_path,
        *("elsewhere.ipynb", "--tracking-uri", tracking.record.url),
        MLFLOW_TRACKING_TOKEN=tracking.record.token,
    )

    assert result.returncode == 0, result.stderr
    assert [each.name for each in tracking.runs()] == ["elsewhere"]
    assert not (tmp_path / ".trackbook").exists()


def test_the_list_of_commands_names_it():
    result = subprocess.run([TRACKBOOK, "--help"], capture_output=True, text=True)

    assert re.search(r"^  run +execute a notebook as a run", result.stdout, re.MULTILINE)


def _read_all(terminal: int) -> str:
    said = b""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 1)
        try:
            part = os.read(terminal, 4096) if ready else None
        except OSError:
            break
        if part == b"":
            break
        said += part or b""
    os.close(terminal)
    return said.decode()
