"""The journal and the outbox on it: nothing lost, nothing twice, nothing out of order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from trackbook import environment
from trackbook.file_lock import FileLock
from trackbook.kernel import journal as journal_module
from trackbook.kernel.delivery import Delivery
from trackbook.kernel.destination import Destination
from trackbook.kernel.journal import Journal, left_over
from trackbook.kernel.outbox import Outbox
from trackbook.kernel.provenance import Repository
from trackbook.kernel.recovery import left_over_outboxes
from trackbook.kernel.rest import Unreachable
from trackbook.kernel.session import Session

TOKEN = "MLFLOW_TRACKING_TOKEN"
PARENT = """
import os, sys, time
from pathlib import Path
from trackbook.file_lock import FileLock
lock = FileLock(Path(sys.argv[1]))
assert lock.acquire()
if os.fork() == 0:
    print(os.getpid(), flush=True)
    time.sleep(60)
os.wait()
"""


class Server:
    """A tracking server that notes what it is asked, and fails as it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Any]] = []
        self.token: str | None = None
        self.loses_answers = 0
        self.fails: set[str] = set()

    def __enter__(self) -> Server:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.answer(*server.post(self, body))

            def answer(self, status: int, body: Any) -> None:
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *arguments: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def post(self, request: BaseHTTPRequestHandler, body: Any) -> tuple[int, Any]:
        action = request.path.removeprefix("/api/2.0/mlflow/")
        if self.token and request.headers["Authorization"] != f"Bearer {self.token}":
            return 401, {"error_code": "UNAUTHENTICATED", "message": "The token has expired."}
        if action == "experiments/search":
            return 200, {"experiments": [{"experiment_id": "0"}]}
        if action == "runs/search":
            made = [run for asked, run in self.taken if asked == "runs/create"]
            return 200, {"runs": [_run(n) for n in range(len(made))]}
        self.taken.append((action, body))
        if self.loses_answers:
            self.loses_answers -= 1
            request.close_connection = True
            return 503, {"error_code": "TEMPORARILY_UNAVAILABLE", "message": "lost"}
        if action == "runs/create":
            return 200, {"run": _run(len(self.taken) - 1)}
        return 200, {}

    @property
    def metrics(self) -> list[float]:
        bodies = [body for action, body in self.taken if action == "runs/log-batch"]
        return [metric["value"] for body in bodies for metric in body["metrics"]]


def _run(number: int) -> dict[str, Any]:
    info = {"run_id": f"run-{number}", "artifact_uri": f"mlflow-artifacts:/{number}"}
    return {"info": info, "data": {}}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        os.environ[environment.TRACKING_URI] = server.url
        yield server


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "SEGMENT_SIZE", 1000)


def outbox_on(journal: Journal, folder: Path) -> Outbox:
    journal.claim()
    delivery = Delivery(Session(), Destination(folder), Repository())
    return Outbox(journal, delivery)


def put_metric(outbox: Outbox, server: str, value: float, run: str = "run") -> int:
    metric = {"key": "loss", "value": value, "timestamp": int(value), "step": 0}
    return outbox.put("log", run=run, server=server, params=[], metrics=[metric], tags=[])


def send_all(outbox: Outbox) -> None:
    while outbox.send_next():
        pass


def recovered(folder: Path, data_dir: Path) -> list[Outbox]:
    destination = Destination(data_dir.parent)
    return list(left_over_outboxes([folder], destination, Repository(), lambda *arguments: None))


def test_torn_lines_are_skipped(tmp_path):
    journal = Journal(tmp_path / "session.jsonl")
    journal.append({"op": "a", "n": 0})
    journal.close()
    with journal.path.open("ab") as file:
        file.write(b'00000000 {"op": "forged"}\n1234 {"op": "to')
    again = Journal(journal.path)
    again.append({"op": "b", "n": 1})

    assert [entry["op"] for entry in again.read()] == ["a", "b"]


def test_a_full_journal_goes_on_in_the_next_file(tmp_path, small_segments):
    journal = Journal(tmp_path / "session.jsonl")
    for number in range(400):
        journal.append({"op": "a", "n": number})
    journal.close()
    files = sorted(path.name for path in tmp_path.glob("session.jsonl*"))

    assert len(files) > 10
    assert all((tmp_path / name).stat().st_size < 1100 for name in files)
    assert [entry["n"] for entry in Journal(journal.path).read()] == list(range(400))
    [found] = left_over([tmp_path])
    found.append({"op": "b", "n": 400})
    assert [entry["n"] for entry in found.read()] == list(range(401))
    found.close(discard=True)
    assert list(tmp_path.iterdir()) == []


def test_what_was_delivered_is_taken_out_of_full_files(tmp_path, small_segments, server):
    journal = Journal(tmp_path / "session.jsonl")
    outbox = outbox_on(journal, tmp_path)
    outbox.put("session", id="session", started_at=1, language_version="3")
    outbox.put("create", **_creation(server.url))
    for value in range(100):
        put_metric(outbox, server.url, value)
        outbox.put("begin", seq=value)
    send_all(outbox)
    left = list(Journal(journal.path).read())

    assert server.metrics == list(range(100))
    assert [entry["seq"] for entry in left if entry["op"] == "begin"] == list(range(100))
    assert len([entry for entry in left if entry["op"] == "log"]) < 10
    [created] = [entry for entry in left if entry["op"] == "create"]
    assert {"run_id": "run-0"}.items() <= next(
        entry for entry in left if entry["op"] == "done" and entry["n"] == created["n"]
    ).items()


def _creation(server: str, key: str = "run") -> dict[str, Any]:
    return {
        "run": key,
        "server": server,
        "experiment": {"id": "0"},
        "name": "name",
        "kind": "cell",
        "start_time": 1,
        "tags": {"trackbook.key": key},
    }


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting takes root")
def test_a_disk_that_fills_up_and_is_freed(tmp_path, server):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no tmpfs here: {mounted.stderr.decode()}")
    try:
        journal = Journal(disk / "session.jsonl")
        outbox = outbox_on(journal, tmp_path)
        put_metric(outbox, server.url, 0)
        ballast = disk / "ballast"
        _fill(ballast)
        for value in range(1, 100):
            put_metric(outbox, server.url, value)
        assert "No space left" in str(outbox.journal_error) or "whole" in str(outbox.journal_error)
        assert outbox.pending == 100
        ballast.unlink()
        put_metric(outbox, server.url, 100)

        assert outbox.journal_error is None
        kept = [entry["metrics"][0]["value"] for entry in Journal(journal.path).read()]
        assert kept == list(range(101))
        send_all(outbox)
        assert server.metrics == list(range(101))
        journal.close()
    finally:
        subprocess.run(["umount", disk], check=True)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 1000):
                pass
        except OSError:
            pass


def test_an_expired_token_keeps_everything_until_there_is_a_new_one(tmp_path, server):
    os.environ[TOKEN] = "old"
    server.token = "old"
    outbox = outbox_on(Journal(tmp_path / "session.jsonl"), tmp_path)
    put_metric(outbox, server.url, 1)
    send_all(outbox)
    server.token = "new"
    for value in (2, 3):
        put_metric(outbox, server.url, value)
    with pytest.raises(Unreachable, match="401: The token has expired"):
        outbox.send_next()
    assert (outbox.pending, outbox.connected) == (2, False)
    os.environ[TOKEN] = "new"
    send_all(outbox)

    assert server.metrics == [1, 2, 3]
    assert (outbox.pending, outbox.connected, outbox.error) == (0, True, None)


def test_a_run_of_which_the_answer_was_lost_is_not_made_twice(tmp_path, server):
    outbox = outbox_on(Journal(tmp_path / "session.jsonl"), tmp_path)
    outbox.put("create", **_creation(server.url))
    put_metric(outbox, server.url, 1)
    server.loses_answers = 1
    with pytest.raises(Unreachable):
        outbox.send_next()
    send_all(outbox)

    assert [action for action, _ in server.taken] == ["runs/create", "runs/log-batch"]
    assert server.taken[1][1]["run_id"] == "run-0"


def test_the_end_of_a_run_is_on_disk_before_the_server_hears_of_it(tmp_path, server, monkeypatch):
    order: list[str] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (order.append("synced"), fsync(file)))
    outbox = outbox_on(Journal(tmp_path / "session.jsonl"), tmp_path)
    monkeypatch.setattr(server, "post", lambda *arguments: (order.append("sent"), (200, {}))[1])
    put_metric(outbox, server.url, 1)
    send_all(outbox)
    outbox.put("finish", run="run", server=server.url, status="FINISHED", upto=-1, kind="cell")
    send_all(outbox)

    assert order == ["sent", "synced", "sent"]


def test_a_damaged_journal_does_not_keep_others_back(tmp_path, server):
    data_dir, folder = tmp_path / ".trackbook", tmp_path / "journal"
    data_dir.mkdir()
    folder.mkdir()
    for name, head in {"a": None, "b": "session"}.items():
        outbox = outbox_on(Journal(folder / f"{name}.jsonl"), tmp_path)
        if head:
            outbox.put(head, id=name, started_at=1, language_version="3")
        outbox.put("folder", data_dir=str(data_dir))
        put_metric(outbox, server.url, 1, run=name)
        outbox.journal.close()
    (folder / "empty.jsonl").touch()
    (folder / "noise.jsonl").write_bytes(os.urandom(1000))
    for outbox in recovered(folder, data_dir):
        send_all(outbox)
        outbox.journal.close(discard=True)

    assert [body["run_id"] for _, body in server.taken] == ["a", "b"]
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_does_not_hold_its_parents_lock(tmp_path):
    """It may live on when the kernel is dead, whose journal is then for the next one to send."""
    path = tmp_path / "session.lock"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    try:
        assert not FileLock(path).acquire()
        parent.kill()
        parent.wait()
        assert FileLock(path).acquire()
    finally:
        os.kill(child, signal.SIGKILL)
        parent.stdout.close()
