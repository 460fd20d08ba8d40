"""The `trackbook` command."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

import psutil

from trackbook import cli

TRACKBOOK = str(Path(sys.executable).with_name("trackbook"))


def test_server_runs_in_the_foreground_and_stops_on_sigterm(folder, unused_port):
    process = subprocess.Popen(
        [
            *(TRACKBOOK, "server", "--backend-store-uri", "sqlite:///x.db"),
            *("--default-artifact-root", "mlflow-artifacts:/"),
            *("--artifacts-destination", "./artifacts"),
            *("--host", "127.0.0.1", "--port", str(unused_port)),
        ],
        cwd=folder,
    )
    try:
        assert _health(unused_port) == b"OK"
        # No Python stays in between that would have to pass signals on.
        assert Path(psutil.Process(process.pid).cmdline()[0]).stem == "node"
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(10)

    assert code == 0
    assert (folder / "x.db").exists()


def test_each_command_has_help(folder):
    def helped(*command):
        return subprocess.run(
            [TRACKBOOK, *command, "--help"], cwd=folder, capture_output=True, text=True, check=True
        ).stdout

    commands = re.findall(r"^  ([\w-]+) ", helped(), re.MULTILINE)
    assert {"server", "import", "run", "doctor"} <= set(commands)
    for command in commands:
        assert helped(command).lower().startswith(f"usage: trackbook {command}")


def test_it_says_which_version_it_is(folder):
    said = subprocess.check_output([TRACKBOOK, "--version"], cwd=folder, text=True)

    assert said == f"trackbook {version('trackbook')}\n"


def test_a_missing_bundle_is_explained(folder):
    code = (
        "import sys, trackbook.node; from pathlib import Path\n"
        "trackbook.node.BUNDLE = Path('/nowhere')\n"
        "from trackbook.cli import main; sys.exit(main())"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert result.returncode == 1
    assert "bundle is missing" in result.stderr
    assert "Traceback" not in result.stderr


def _health(port: int) -> bytes:
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as reply:
                return reply.read()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_an_interrupt_at_any_time_is_no_traceback(monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["trackbook", "run", "taxi.ipynb"])
    # Put back what the command does without.
    monkeypatch.setitem(sys.modules, "rfc3987_syntax", None)
    monkeypatch.setattr(cli, "import_module", interrupted)
    assert cli.main() == 130
    assert "Traceback" not in capsys.readouterr().err
