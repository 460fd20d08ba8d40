"""What a command that was killed held open, as the next start finds it."""

from __future__ import annotations

import os

import pytest

from trackbook.headless.server_run import ServerRun, place_of
from trackbook.kernel.destination import Destination
from trackbook.kernel.journal import journal_folders
from trackbook.kernel.provenance import Repository
from trackbook.kernel.recovery import left_over_outboxes


@pytest.fixture
def place(folder, tracking):
    os.environ.update(tracking.environment(tracking.record, tracking.data_dir))
    destination = Destination(folder)
    yield place_of(destination, {"id": "0"})
    destination.close()


def journals(tracking):
    return list((tracking.data_dir / "journal").glob("*.jsonl"))


def die(place):
    """What the system does with the journal of a process that it kills."""
    place.open_runs._journal.close()


def next_start(place, tracking):
    folders = journal_folders(tracking.data_dir)
    for outbox in left_over_outboxes(folders, place.destination, Repository(), lambda *_: None):
        while outbox.send_next():
            pass
        outbox.journal.close(discard=True)


def test_an_open_run_ends_where_its_command_was_last_seen(tracking, place):
    run = ServerRun.create(place, "killed", {}, {})
    run.keep_open()
    die(place)

    next_start(place, tracking)

    [found] = tracking.runs()
    assert (found.status, journals(tracking)) == ("KILLED", [])
    assert found.end_time


def test_a_result_that_found_no_server_is_told(tracking, place):
    run = ServerRun.create(place, "done", {}, {})
    place.open_runs.note_end(run.run_id, "FINISHED", 5)
    die(place)

    next_start(place, tracking)

    [found] = tracking.runs()
    assert (found.status, found.end_time) == ("FINISHED", 5)


def test_what_was_ended_already_is_left_alone(tracking, place):
    ServerRun.create(place, "parent", {}, {}).finish("FINISHED", None)
    assert journals(tracking) == []
    run = ServerRun.create(place, "child", {}, {})
    tracking.client.post("runs/update", {"run_id": run.run_id, "status": "FAILED", "end_time": 7})
    die(place)

    next_start(place, tracking)

    by_name = {found.name: found for found in tracking.runs()}
    assert by_name["parent"].status == "FINISHED"
    assert (by_name["child"].status, by_name["child"].end_time) == ("FAILED", 7)


def test_a_living_command_keeps_its_runs(tracking, place):
    ServerRun.create(place, "alive", {}, {})

    next_start(place, tracking)

    assert [found.status for found in tracking.runs()] == ["RUNNING"]


def test_runs_of_another_server_wait_for_it(tracking, place, monkeypatch):
    ServerRun.create(place, "elsewhere", {}, {})
    die(place)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:1")

    next_start(place, tracking)

    assert [found.status for found in tracking.runs()] == ["RUNNING"]
    assert len(journals(tracking)) == 1
