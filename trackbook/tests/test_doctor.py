"""`trackbook doctor`: what it says of a sound environment, and of each usual trouble."""

from __future__ import annotations

import http.server
import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from trackbook.doctor import folder as folder_checks
from trackbook.doctor import installation
from trackbook.embedded.server_record import ServerRecord

Doctor = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def doctor(folder: Path, unused_port: int) -> Doctor:
    """Runs the command in `folder`; gives its exit code, and the level of each text."""

    def run(*arguments: str, **environment: str) -> tuple[int, dict[str, str]]:
        result = subprocess.run(
            [
                *(
                    sys.executable,
                    "-c",
                    "import sys; from trackbook.cli import main; sys.exit(main())",
                ),
                *("doctor", "--json", "--port", str(unused_port), *arguments),
            ],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert result.stderr == ""
        findings = json.loads(result.stdout)["findings"]
        return result.returncode, {finding["text"]: finding["level"] for finding in findings}

    return run


def level_of(findings: dict[str, str], part: str) -> str:
    [level] = [level for text, level in findings.items() if part in text]
    return level


def test_nothing_is_wrong_with_a_sound_environment(doctor):
    code, findings = doctor()

    assert code == 0
    assert "problem" not in findings.values()
    assert level_of(findings, "mlflow client is of version") == "ok"
    assert level_of(findings, "extension of JupyterLab is enabled") == "ok"
    assert level_of(findings, "load the hook") == "ok"


def test_the_server_of_the_folder_answers(doctor, tracking):
    code, findings = doctor()

    assert code == 0
    assert level_of(findings, f"{tracking.record.url} answers") == "ok"


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("sqlite:///mlflow.db", "which is no address of a server"),
        ("http://127.0.0.1:9", "does not answer"),
        ("http://", "which names no host"),
    ],
)
def test_a_wrong_tracking_uri_is_found(doctor, uri, text):
    code, findings = doctor(MLFLOW_TRACKING_URI=uri)

    assert code == 1
    assert level_of(findings, text) == "problem"


def test_a_server_that_wants_a_login_and_a_stranger_are_told_apart(doctor):
    with answering(401) as url:
        code, findings = doctor(MLFLOW_TRACKING_URI=url.replace("//", "//ada:secret@"))
        assert code == 1
        assert level_of(findings, "refuses access (401)") == "problem"
        assert not any("secret" in text for text in findings)
    with answering(404) as url:
        code, findings = doctor(MLFLOW_TRACKING_URI=url)
        assert code == 1
        assert level_of(findings, "is no tracking server") == "problem"


def test_databases_in_reach_are_named(doctor, folder):
    (folder / ".trackbook").mkdir()
    for path in (folder / ".trackbook" / "trackbook.db", folder / "trackbook.db"):
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE runs (id)")
    (folder / "mlflow.db").touch()

    code, findings = doctor()

    assert code == 1
    assert level_of(findings, "two databases of Trackbook") == "problem"
    assert level_of(findings, f"MLflow keeps runs in {folder / 'mlflow.db'}") == "note"


def test_a_damaged_database_is_found(doctor, folder):
    (folder / ".trackbook").mkdir()
    (folder / ".trackbook" / "trackbook.db").write_bytes(b"x" * 5000)

    code, findings = doctor()

    assert code == 1
    assert level_of(findings, "cannot be read") == "problem"


def test_a_taken_port_is_named_with_its_owner(doctor):
    with answering(200) as url:
        port = url.rpartition(":")[2]
        code, findings = doctor("--port", port)

    assert code == 0
    assert level_of(findings, f"Port {port} is taken by {psutil.Process().name()}") == "note"


def test_the_record_of_a_server_that_is_gone_is_told_from_a_stale_one(doctor, folder, unused_port):
    data_dir = folder / ".trackbook"
    data_dir.mkdir()
    record = ServerRecord(unused_port, f"http://127.0.0.1:{unused_port}", "t", pid=2**30)
    record.write(data_dir)
    assert level_of(doctor()[1], "does not run now") == "note"

    ServerRecord(unused_port, record.url, "t", pid=os.getpid()).write(data_dir)
    code, findings = doctor()
    assert code == 1
    assert level_of(findings, f"recorded as process {os.getpid()}") == "problem"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_found(doctor, folder):
    folder.chmod(0o500)
    try:
        assert doctor()[0] == 1
    finally:
        folder.chmod(0o700)


def test_a_full_disk_is_found(monkeypatch, folder):
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(folder_checks.shutil, "disk_usage", lambda path: usage)

    levels = [finding.level for finding in folder_checks.check_folder(folder)]

    assert "problem" in levels


def test_an_old_client_and_missing_parts_are_found(monkeypatch, tmp_path):
    monkeypatch.setattr(installation, "version", lambda package: "1.30.0")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    monkeypatch.setattr(installation.sys, "prefix", str(tmp_path))
    (tmp_path / "jupyter_server_config.json").write_text(
        '{"ServerApp": {"jpserver_extensions": {"trackbook": false}}}'
    )
    (tmp_path / "labconfig").mkdir()
    (tmp_path / "labconfig" / "page_config.json").write_text(
        '{"disabledExtensions": {"trackbook": true}}'
    )

    found = [f.text for f in installation.check_installation() if f.level == "problem"]

    assert found == [
        "The mlflow client is of version 1.30.0, which is too old.",
        "The extension of Jupyter's server is disabled.",
        "The extension of JupyterLab is disabled.",
        f"Kernels of this environment do not load the hook: {tmp_path}/etc/ipython/"
        "ipython_kernel_config.json does not name it.",
    ]


def test_it_works_without_node(monkeypatch, capsys, tmp_path):
    from trackbook.doctor.main import main

    monkeypatch.setattr("trackbook.node.BUNDLE", Path("/nowhere"))

    assert main(["--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "PROBLEM  The tracking server cannot be started." in said
    assert said.endswith("1 problem found.\n")


@contextmanager
def answering(status: int) -> Iterator[str]:
    """A web server that gives everything the same status."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
