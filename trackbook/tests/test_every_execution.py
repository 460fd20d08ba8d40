"""The record of a session: every execution of the kernel, in order, whatever its cells do.

One kernel for all: the record is that of its whole life, of which each test looks at its own part.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from kernel_client import KernelClient
from tracking import Tracking

from trackbook.embedded.supervisor import Supervisor
from trackbook.kernel.observer import outcome

MEGABYTE = 1_000_000
TIMEOUT = 240
TEN_THOUSAND = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.history_manager.enabled = False
shell.run_line_magic("load_ext", "trackbook.kernel")
for n in range(10_000):
    shell.run_cell(f"x = {n}", store_history=True)
shell.run_cell("%%track last\\nx", store_history=True)
shell.run_line_magic("unload_ext", "trackbook.kernel")
"""


@dataclass
class Session:
    """A kernel on a server, and what it has recorded since a test began."""

    kernel: KernelClient
    tracking: Tracking
    folder: Path
    begins_at: int = 0

    def run(self, *cells: str) -> list[Any]:
        return [self.kernel.run(cell, f"cell-{n}") for n, cell in enumerate(cells)]

    def executions(self) -> list[dict[str, Any]]:
        """Those of the present test."""
        return self.record()[self.begins_at : -1]

    def record(self) -> list[dict[str, Any]]:
        """All of them, as stored with a run that ends now, which is the last."""
        name = f"probe {os.urandom(4).hex()}"
        self.kernel.run(f"%%track {name}\n0", "probe")
        self.tracking.wait_until(lambda: any(run.name == name for run in self.tracking.runs()))
        [run] = [run for run in self.tracking.runs() if run.name == name]
        executions = self.tracking.wait_for_cells(run)["executions"]
        assert [execution["seq"] for execution in executions] == list(range(len(executions)))
        return executions


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("life")
    supervisor = Supervisor(folder / ".trackbook")
    supervisor.start()
    record = supervisor.wait_settled(30).record
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    environment = Tracking.environment(record, folder / ".trackbook")
    kernel = KernelClient(folder, {**os.environ, **environment, **cache})
    yield Session(kernel, Tracking(record, folder / ".trackbook", supervisor), folder)
    kernel.shutdown()
    supervisor.stop()


@pytest.fixture
def session(life: Session) -> Session:
    life.begins_at = len(life.record())
    return life


def told(executions: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(execution["source"], execution["status"]) for execution in executions]


def test_run_all_with_a_failing_cell(session):
    """The kernel aborts the cells after it: they were never executed."""
    cells = ["a = 1", "1 / 0", "b = 2", "c = 3"]
    requests = [session.kernel.submit(cell, cell) for cell in cells]
    results = [session.kernel.wait(request).status for request in requests]
    session.run("d = 4")

    assert results == ["ok", "error", "aborted", "aborted"]
    assert told(session.executions()) == [("a = 1", "ok"), ("1 / 0", "error"), ("d = 4", "ok")]


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("x = = 1", "SyntaxError"),
        ("  x = 1\n y = 2", "IndentationError"),
        ("text = '''never closed", "SyntaxError"),
        ("%no_such_magic", "UsageError"),
        ("%%no_such_magic\n1", "UsageError"),
        ("await never", "NameError"),
        ("raise SystemExit(1)", "SystemExit"),
        (f"raise ValueError('x' * {10 * MEGABYTE})", "ValueError"),
    ],
    ids=lambda value: value[:12],
)
def test_a_cell_that_does_not_work(session, cell, error):
    session.run(cell, "1 + 1")

    broken, after = session.executions()
    assert (broken["source"], after["status"]) == (cell, "ok")
    assert (broken["status"], broken["error"]["name"]) == ("error", error)
    assert len(broken["error"]["message"]) < MEGABYTE


def test_an_error_that_cannot_be_told():
    class MuteError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    status, error = outcome(SimpleNamespace(error_before_exec=None, error_in_exec=MuteError()))

    assert (status, error["name"]) == ("error", "MuteError")
    assert "could not be made: RuntimeError" in error["message"]


def test_what_a_cell_executes_itself_belongs_to_it(session):
    (session.folder / "part.py").write_text("from_script = 1\n1 / 0")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in ("from_notebook = 1", "1 / 0")]
    )
    nbformat.write(notebook, session.folder / "part.ipynb")
    cells = [
        "get_ipython().run_cell('nested = 1')\nnested",
        "get_ipython().run_cell('get_ipython().run_cell(\"1 / 0\")')",
        "%run part.py",
        "%run part.ipynb",
        "exec('y = 1')",
    ]
    session.run(*cells, "1 / 0", "(nested, from_script, from_notebook)")

    executions = session.executions()
    assert [execution["source"] for execution in executions[:-2]] == cells
    assert [execution["status"] for execution in executions[-2:]] == ["error", "ok"]


def test_magics_and_asynchronous_cells(session):
    cells = [
        "%time 1",
        "%timeit -n1 -r1 1",
        "%%time\nx = 1",
        "%%capture output\nprint(1)",
        "%%bash\necho hello",
        "!echo hello",
        "%config InlineBackend.close_figures = True",
        "%reset -f",
        "import asyncio\nawait asyncio.sleep(0.01)",
        "async def later():\n    await asyncio.sleep(0.1)\ntask = asyncio.create_task(later())",
        "await task",
        "%autoawait on",
        "1 + 1;",
    ]
    results = session.run(*cells)

    assert [result.error for result in results] == [None] * len(cells)
    assert told(session.executions()) == [(cell, "ok") for cell in cells]


@pytest.mark.parametrize("wait", ["time.sleep(60)", "while True: await asyncio.sleep(0.1)"])
def test_an_interrupt(session, wait):
    request = session.kernel.submit(f"import asyncio, time\nprint('in', flush=True)\n{wait}")
    session.kernel.wait_for_output(request)
    session.kernel.interrupt()
    session.kernel.wait(request)
    session.run("1 + 1")

    assert [execution["status"] for execution in session.executions()] == ["interrupted", "ok"]


def test_a_long_source_and_a_large_output(session):
    """A source of which a careless search for secrets would take hours."""
    source = f"data = '{'=' * MEGABYTE}'\nkey = {'key=' * 100}1"
    [result] = session.run(source)
    assert result.status == "ok"
    [printed] = session.run(f"print('x' * {100 * MEGABYTE})")
    assert len(printed.text) > 100 * MEGABYTE

    executions = session.executions()
    assert [execution["status"] for execution in executions] == ["ok", "ok"]
    assert executions[0]["source"] == source


def test_processes_that_a_cell_forks(session):
    results = session.run(
        "import multiprocessing, os, joblib",
        "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
        "    print(pool.map(abs, [-1, -2]))",
        "joblib.Parallel(n_jobs=2)(joblib.delayed(abs)(x) for x in (-1, -2))",
        "child = os.fork()\nif child == 0: os._exit(0)\nos.waitpid(child, 0)[1]",
        "process = multiprocessing.get_context('fork').Process(\n"
        "    target=lambda: get_ipython().run_cell('in_child = 1'))\n"
        "process.start(); process.join(); process.exitcode",
    )

    assert [result.error for result in results] == [None] * 5
    assert "[1, 2]" in results[1].text
    executions = session.executions()
    assert [execution["status"] for execution in executions] == ["ok"] * 5
    assert [execution["cell_id"] for execution in executions] == [f"cell-{n}" for n in range(5)]


def test_threads_that_log(session):
    session.kernel.run(
        "%%track threads\nimport mlflow, threading\n"
        "run = mlflow.start_run()\n"
        "def work(n):\n"
        "    for step in range(20):\n"
        "        mlflow.log_metric(f'm{n}', step, step=step, run_id=run.info.run_id)\n"
        "threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]",
        "threads",
    )

    [execution] = session.executions()
    assert (execution["status"], len(execution["run_ids"])) == ("ok", 1)
    [run] = [run for run in session.tracking.runs() if run.name == "threads"]
    assert run.metrics == {f"m{n}": 19.0 for n in range(4)}


def test_two_notebooks_a_console_and_another_front_end_on_one_kernel(session):
    first, second = session.kernel.window(), session.kernel.window()
    first.open_comm("first.ipynb")
    second.open_comm("second.ipynb")
    first.run("x = 1", "a")
    second.run("x = 2", "b")
    first.run("x = 3", "c")
    session.kernel.run("x = 4", cell_id=None)
    session.kernel.run("__vsc_ipynb_file__ = '/elsewhere/vscode.ipynb'", cell_id=None)
    session.kernel.run("x = 5", cell_id=None)
    second.run("del __vsc_ipynb_file__", "d")
    first.close()
    second.close()

    assert [(execution["client"], execution["notebook"]) for execution in session.executions()] == [
        ("jupyterlab", "first.ipynb"),
        ("jupyterlab", "second.ipynb"),
        ("jupyterlab", "first.ipynb"),
        ("console", None),
        ("console", None),
        ("vscode", "/elsewhere/vscode.ipynb"),
        ("jupyterlab", "second.ipynb"),
    ]


def test_vscode(session):
    """What its extension asks for: cells by addresses of their own, and code for itself, which no
    history keeps."""
    path = session.folder / "vscode.ipynb"
    cells = [nbformat.v4.new_code_cell(source, id=id_) for id_, source in (("a", "1"), ("b", "2"))]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    kernel, address = session.kernel, f"vscode-notebook-cell:{path}#"
    kernel.run("import os as _VSCODE_os", None, store_history=False)
    kernel.run(f'__vsc_ipynb_file__ = "{path}"', None, store_history=False)
    kernel.run("2", f"{address}X11sZmlsZQ%3D%3D")
    kernel.run("print({})", None, store_history=False)
    kernel.run("2 + 2", f"{address}X11sZmlsZQ%3D%3D")
    kernel.run("3", f"{address}X12sZmlsZQ%3D%3D")
    kernel.run("del __vsc_ipynb_file__", None, store_history=False)

    executions = session.executions()
    assert told(executions) == [("2", "ok"), ("2 + 2", "ok"), ("3", "ok")]
    assert {(each["notebook"], each["client"]) for each in executions} == {
        ("vscode.ipynb", "vscode")
    }
    # A cell that is not in the file yet has only its address.
    assert [each["cell_id"] for each in executions] == ["b", "b", f"{address}X12sZmlsZQ%3D%3D"]


def test_ten_thousand_executions(life, tmp_path):
    """In a terminal's IPython, which executes more quickly than a kernel with its messages."""
    script = tmp_path / "session.py"
    script.write_text(TEN_THOUSAND)
    server = life.tracking
    environment = Tracking.environment(server.record, server.data_dir)
    subprocess.run(
        [sys.executable, script], check=True, timeout=TIMEOUT, env={**os.environ, **environment}
    )

    [run] = [run for run in server.runs() if run.name == "last"]
    executions = server.wait_for_cells(run)["executions"]
    assert [execution["seq"] for execution in executions] == list(range(10_001))
    assert [execution["source"] for execution in executions[:-1]] == [
        f"x = {n}" for n in range(10_000)
    ]


def test_a_page_that_goes_away_during_a_long_cell(session):
    """A closed tab and a reload are alike to the kernel: nobody says goodbye."""
    page, again = session.kernel.window(), session.kernel.window()
    page.open_comm("page.ipynb")
    request = page.submit(
        "%%track long\nimport pathlib, time\nprint('in', flush=True)\n"
        "while not pathlib.Path('go').exists(): time.sleep(0.05)",
        "long",
    )
    page.wait_for_output(request)
    page.close()
    again.open_comm("page.ipynb")
    (session.folder / "go").touch()
    state = again.hear(lambda message: message["type"] == "state")
    again.run("1 + 1", "after")
    again.close()

    assert state["session_id"]
    executions = session.executions()
    assert [(execution["cell_id"], execution["status"]) for execution in executions] == [
        ("long", "ok"),
        ("after", "ok"),
    ]
    assert json.dumps(executions)
