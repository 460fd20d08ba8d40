"""The whole workflow once more, with the last mlflow client of the second generation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from servers import REPOSITORY, RunningServer
from workflow_run import run_workflow

from trackbook.jupyter.hook_loader import hook_loader

HERE = Path(__file__).parent
CONSTRAINTS = HERE / "constraints-2.22.txt"
ENVIRONMENT = REPOSITORY / ".venvs" / "mlflow-2.22"
PACKAGES = [
    *("mlflow-skinny", "scikit-learn", "pandas", "matplotlib", "pillow"),
    *("pytest", "ipykernel"),
]


@pytest.fixture(scope="session")
def old_python() -> Path:
    """The Python of an environment with the old client; made once, and again if its pins change."""
    stamp = ENVIRONMENT / "constraints.txt"
    python = ENVIRONMENT / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != CONSTRAINTS.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--constraint", CONSTRAINTS]
        subprocess.run([*pip, *PACKAGES], check=True)
        stamp.write_text(CONSTRAINTS.read_text())
    return python


pytestmark = pytest.mark.slow(seconds=60)


def test_the_workflow_of_mlflow_2_22(old_python: Path, trackbook: RunningServer):
    run_workflow(trackbook.url, python=old_python)


def test_a_kernel_with_mlflow_2_22_and_without_our_package(old_python, tracking, start_kernel):
    """The hook comes from Jupyter's environment, as the front end loads it."""
    kernel = start_kernel(tracking.record, python=str(old_python))
    assert kernel.run("import trackbook").error == "ModuleNotFoundError"
    kernel.run(hook_loader(), cell_id=None)

    tracked = kernel.run("%%track tracked\nimport mlflow\nmlflow.log_metric('rmse', 6.3)", "a")
    own = kernel.run("with mlflow.start_run(run_name='own'):\n    mlflow.log_param('c', 1)", "b")

    assert (tracked.status, own.status) == ("ok", "ok")
    runs = {run.name: run for run in tracking.wait_for_runs(2, "FINISHED")}
    assert runs["tracked"].metrics == {"rmse": 6.3}
    assert runs["own"].params == {"c": "1"}
    cells = {name: run.tags["trackbook.cell_id"] for name, run in runs.items()}
    assert cells == {"tracked": "a", "own": "b"}
