"""What a user installs: a wheel from a clean clone, alone in an empty environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jupyter_process import JupyterProcess
from kernel_client import KernelClient
from tracking import Tracking

from trackbook.embedded.server_record import ServerRecord

REPOSITORY = Path(__file__).resolve().parents[2]
CONTENTS = [
    "trackbook/server/dist/server.mjs",
    "trackbook/server/dist/page/index.html",
    "trackbook/jupyter/app.py",
    "trackbook/kernel/hook.py",
    ".data/data/share/jupyter/labextensions/trackbook/package.json",
    ".data/data/share/jupyter/labextensions/trackbook/schemas/trackbook/plugin.json",
    ".data/data/etc/jupyter/jupyter_server_config.d/trackbook.json",
    ".data/data/etc/ipython/ipython_kernel_config.json",
]

pytestmark = pytest.mark.slow(seconds=60)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built as a stranger would: from what is committed, with what pip fetches.

    The npm packages are those that the set-up of the tests has fetched by the same lock.
    """
    clone = tmp_path_factory.mktemp("clone") / "trackbook"
    _run("git", "clone", "--quiet", str(REPOSITORY), str(clone))
    packages = REPOSITORY / "node_modules"
    shutil.copytree(packages, clone / "node_modules", symlinks=True, copy_function=_link)
    _run(sys.executable, "-m", "build", "--wheel", cwd=clone)
    [wheel] = (clone / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def venv(wheel, tmp_path_factory) -> Path:
    venv = tmp_path_factory.mktemp("venv")
    _run(sys.executable, "-m", "venv", str(venv))
    pins = ["-c", str(REPOSITORY / "constraints.txt")]
    _run(str(venv / "bin" / "pip"), "install", "--quiet", *pins, str(wheel), "jupyterlab")
    return venv


def test_the_wheel_holds_everything(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    for wanted in CONTENTS:
        assert any(name.endswith(wanted) for name in names), wanted
    assert not any("/tests/" in name for name in names)


def test_both_extensions_are_enabled(venv):
    server = _run(str(venv / "bin" / "jupyter"), "server", "extension", "list")
    lab = _run(str(venv / "bin" / "jupyter"), "labextension", "list")

    assert "trackbook enabled" in _plain(server)
    assert "OK" in next(line for line in _plain(lab).splitlines() if "trackbook v" in line)


def test_server_and_hook_work_with_nothing_else_installed(venv, folder):
    python = str(venv / "bin" / "python")
    path = {"PATH": f"{venv}/bin:/usr/bin:/bin"}
    with JupyterProcess(folder, python=python, env=path) as jupyter:
        jupyter.wait_for_state("running")
        assert b"<html" in jupyter.get("trackbook/").body.lower()
        record = ServerRecord.read(folder / ".trackbook")
        env = Tracking.environment(record, folder / ".trackbook")
        kernel = KernelClient(folder, {**os.environ, **env}, python=python)
        try:
            result = kernel.run(
                "%%track from the wheel\nimport importlib.util\nimportlib.util.find_spec('mlflow')"
            )
            [run] = Tracking(record, folder / ".trackbook").wait_for_runs(1, "FINISHED")
        finally:
            kernel.shutdown()

    assert (result.status, result.value) == ("ok", None)
    assert run.name == "from the wheel"


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Another file system.
        shutil.copy2(source, target)


def _run(*command: str, cwd: Path | None = None) -> str:
    result = subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1500
    )
    assert result.returncode == 0, result.stdout[-5000:]
    return result.stdout


def _plain(text: str) -> str:
    """Without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
