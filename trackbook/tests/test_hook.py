"""The hook as a guest in the kernel: silence, and leaving."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv

import nbformat
import pytest

from trackbook.jupyter.hook_loader import hook_loader

NOTEBOOK = [
    ("first", "x = 1"),
    ("second", "%%track headless\nx += 1"),
    ("third", "import mlflow\nwith mlflow.start_run(run_name='own'):\n    pass"),
]


def test_unloading_leaves_nothing_behind(kernel, tracking):
    kernel.run("%track_start")
    kernel.run("%unload_ext trackbook.kernel")
    tracking.wait_for_runs(1, "KILLED")
    left = kernel.run(
        "import os, threading\n"
        "shell = get_ipython()\n"
        "[[callback for callbacks in shell.events.callbacks.values() for callback in callbacks\n"
        "  if 'trackbook' in str(callback)],\n"
        " [name for name in os.environ if name.startswith('TRACKBOOK_') and 'RUN' in name],\n"
        " [t.name for t in threading.enumerate() if 'trackbook' in t.name],\n"
        " [m for kind in shell.magics_manager.magics.values() for m in kind if 'track' in m],\n"
        " [t for t in shell.input_transformers_cleanup if 'trackbook' in str(t)],\n"
        " 'MLFLOW_RUN_ID' in os.environ,\n"
        " 'trackbook' in shell.kernel.comm_manager.targets]"
    )

    assert left.value == "[[], [], [], [], [], False, False]"


def test_it_can_be_loaded_again(kernel, tracking):
    kernel.run("%unload_ext trackbook.kernel")
    kernel.run("%load_ext trackbook.kernel")
    kernel.run("%%track again\n1")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.name == "again"


def test_a_mistake_of_ours_does_not_reach_the_cell(kernel):
    kernel.open_comm()
    kernel.run(
        "import trackbook.kernel.capture as capture\n"
        "def broken(*arguments): raise RuntimeError('ours')\n"
        "capture.Capture.begin = capture.Capture.end = broken"
    )
    result = kernel.run("1 + 1")

    assert (result.value, result.text, result.error) == ("2", "", None)


def test_an_mlflow_that_is_too_old_is_told(start_kernel, tracking, folder):
    (folder / "mlflow.py").write_text("__version__ = '1.30.0'")
    kernel = start_kernel(tracking.record)
    kernel.open_comm()
    kernel.run("import mlflow")

    told = kernel.hear(lambda message: message["type"] == "state" and message["error"])
    assert "mlflow 1.30.0 is too old" in told["error"]


def test_values_of_a_tracked_cell_are_offered(kernel):
    kernel.open_comm()
    kernel.run("%%track\nalpha = 0.5\nparams = {'depth': 3}\nrmse = 6.3\n_private = 1", "a")

    offered = kernel.hear(lambda message: message["type"] == "suggestions")
    assert [(each["kind"], each["key"], each["value"]) for each in offered["values"]] == [
        ("param", "alpha", "0.5"),
        ("param", "depth", "3"),
        ("metric", "rmse", 6.3),
    ]


def test_a_tracked_cell_that_left_nothing_behind_says_so(kernel):
    kernel.open_comm()
    kernel.run("%%track\nalpha = 0.5", "a")
    kernel.run("%%track\npass", "b")

    offered = kernel.hear(
        lambda message: message["type"] == "suggestions" and message["cell_id"] == "b"
    )
    assert offered["values"] == []


def test_values_are_logged_if_the_setting_says_always(kernel, tracking):
    kernel.open_comm(values="always")
    kernel.run("%%track\nalpha = 0.5\nrmse = 6.3\napi_key = 'sk-123'")

    tracking.wait_until(lambda: [run.metrics for run in tracking.runs()] == [{"rmse": 6.3}])
    [run] = tracking.runs()
    assert run.params == {"alpha": "0.5"}


def test_the_setting_can_change_while_the_kernel_runs(kernel, tracking):
    kernel.open_comm(values="never")
    kernel.run("%%track quiet\nalpha = 0.1", "a")
    kernel.tell(type="hello", notebook="nb.ipynb", client="jupyterlab", values="always")
    kernel.run("%%track noted\nalpha = 0.2", "b")

    tracking.wait_until(lambda: any(run.params for run in tracking.runs()))
    quiet, noted = tracking.wait_for_runs(2, "FINISHED")
    assert (quiet.params, noted.params) == ({}, {"alpha": "0.2"})
    offered = [message for message in kernel.comm if message["type"] == "suggestions"]
    assert [each for message in offered for each in message["values"]] == []


def test_a_value_that_changes_in_a_recording_keeps_its_first_value(kernel, tracking):
    kernel.open_comm(values="always")
    kernel.run("%track_start", "a")
    kernel.run("alpha = 0.1\nrmse = 6.5", "b")
    kernel.run("%%track inner\nalpha = 0.2\nrmse = 6.3", "c")
    kernel.run("alpha = 0.3\nrmse = 6.1", "d")
    kernel.run("%track_stop", "e")

    tracking.wait_until(
        lambda: [run.metrics for run in tracking.runs()] == [{"rmse": 6.1}, {"rmse": 6.3}]
    )
    recording, inner = tracking.wait_for_runs(2, "FINISHED")
    assert (recording.params, inner.params) == ({"alpha": "0.1"}, {"alpha": "0.2"})
    assert not [message for message in kernel.comm if message.get("error")]


def test_secrets_stay_here(kernel, tracking, folder):
    kernel.run("%%track\napi_key = 'sk-123'\npassword = 'hunter2'")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    [execution] = tracking.wait_for_cells(run)["executions"]
    assert execution["source"] == "%%track\napi_key = '***masked***'\npassword = '***masked***'"
    journals = (folder / ".trackbook" / "journal").glob("*.jsonl")
    assert all("hunter2" not in journal.read_text() for journal in journals)


def test_cells_json_has_the_agreed_form(kernel, tracking):
    kernel.open_comm("nb.ipynb")
    kernel.run("x = 1", "a")
    kernel.run("%%track\nx", "b")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    cells = tracking.wait_for_cells(run)
    assert cells["version"] == 1
    assert cells["session"].keys() == {
        *("id", "kernel", "language", "language_version", "started_at")
    }
    assert run.tags["trackbook.session"] == cells["session"]["id"]
    assert cells["executions"][1].keys() == {
        *("seq", "cell_id", "notebook", "client", "execution_count", "source", "started_at"),
        *("duration_ms", "status", "error", "run_ids"),
    }
    assert cells["executions"][1]["client"] == "jupyterlab"


def test_a_console_on_the_kernel_is_seen_too(kernel, tracking):
    kernel.run("y = 1", cell_id=None)
    kernel.run("%%track\ny", "a")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    first, _ = tracking.wait_for_cells(run)["executions"]
    assert (first["client"], first["cell_id"]) == ("console", None)


def test_a_kernel_of_another_environment(tmp_path, tracking, start_kernel):
    """It has ipykernel, but neither the package nor the configuration that loads it."""
    venv.create(tmp_path / "other", symlinks=True, with_pip=False)
    [packages] = (tmp_path / "other").glob("lib/*/site-packages")
    (packages / "ours.pth").write_text(sysconfig.get_path("purelib"))
    python = str(tmp_path / "other" / "bin" / "python")
    kernel = start_kernel(tracking.record, python=python)
    assert kernel.run("import trackbook").error == "ModuleNotFoundError"
    # As the front end does, which nothing must tell of in the record.
    kernel.run(hook_loader(), None, store_history=False)
    kernel.open_comm()
    kernel.run("%%track loaded\n1 + 1", "tracked")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    executions = tracking.wait_for_cells(run)["executions"]
    assert [execution["cell_id"] for execution in executions] == ["tracked"]
    assert run.tags["trackbook.notebook"] == "folder/notebook.ipynb"


def test_a_foreign_kernel_can_load_the_hook(tracking, start_kernel):
    """As the front end does for kernels of environments without the package."""
    kernel = start_kernel(tracking.record)
    kernel.run("%unload_ext trackbook.kernel")
    kernel.run(
        "import sys\nfor name in [n for n in sys.modules if n.startswith('trackbook')]:\n"
        "    del sys.modules[name]"
    )
    assert kernel.run(hook_loader()).status == "ok"
    kernel.run("%%track loaded\n1")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.name == "loaded"


@pytest.mark.parametrize("shared", [True, False], ids=["beside Jupyter", "alone"])
def test_a_headless_notebook_is_captured(folder, request, shared, restart_server):
    if shared:
        request.getfixturevalue("tracking")
    else:
        (folder / ".trackbook").mkdir()
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id=cell_id) for cell_id, source in NOTEBOOK]
    )
    nbformat.write(notebook, folder / "night.ipynb")
    subprocess.run(
        [sys.executable, "-m", "jupyter", "execute", "night.ipynb"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )

    tracking = restart_server() if not shared else request.getfixturevalue("tracking")
    tracked, own = tracking.wait_for_runs(2, "FINISHED")
    assert (tracked.name, tracked.tags["trackbook.cell_id"]) == ("headless", "second")
    assert tracked.tags["trackbook.notebook"] == "night.ipynb"
    assert (own.name, own.tags["trackbook.cell_id"]) == ("own", "third")
    executions = tracking.wait_for_cells(tracked)["executions"]
    assert [execution["client"] for execution in executions] == ["headless", "headless"]
    tracking.wait_until(
        lambda: {run.tags.get("trackbook.verdict") for run in tracking.runs()} == {"clean"}
    )
    assert json.dumps(executions)
