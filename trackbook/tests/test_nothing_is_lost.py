"""Servers that are away, kernels that die, disks that are full."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from trackbook.kernel.outbox import LONGEST_SILENCE
from trackbook.kernel.tracker import CREATE_PATIENCE


def journals(folder: Path) -> list[Path]:
    return list((folder / ".trackbook" / "journal").glob("*.jsonl"))


def test_runs_made_while_the_server_is_away_arrive_later_in_order(kernel, tracking, restart_server):
    kernel.open_comm()
    tracking.supervisor.stop()
    kernel.run("%%track first\nrmse = 6.3\n%track_log rmse=rmse")
    kernel.run("%%track second\n1 / 0")
    waiting = kernel.hear(lambda message: message.get("pending", 0) >= 6)
    assert waiting["connected"] is False

    back = restart_server()
    back.wait_until(lambda: [run.status for run in back.runs()] == ["FINISHED", "FAILED"])
    first, second = back.runs()
    assert (first.name, first.metrics, second.name) == ("first", {"rmse": 6.3}, "second")
    assert len(back.wait_for_cells(second)["executions"]) == 2


def test_a_cell_does_not_wait_for_a_server_that_is_away(kernel, tracking):
    tracking.supervisor.stop()
    kernel.run("%%track\n1")
    began = time.monotonic()
    assert kernel.run("%%track\n1 + 1").value == "2"

    assert time.monotonic() - began < CREATE_PATIENCE


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be stopped here")
def test_a_server_that_hangs_holds_up_one_cell_for_two_seconds_and_no_other(kernel, tracking):
    """It takes connections and never answers, as one does whose machine is out of memory."""
    kernel.run("%%track before\n1")
    tracking.wait_for_runs(1, "FINISHED")
    seconds = []
    os.kill(tracking.record.pid, signal.SIGSTOP)
    try:
        for name in ("first", "second", "third"):
            began = time.monotonic()
            assert kernel.run(f"%%track {name}\n1 + 1").value == "2"
            seconds.append(time.monotonic() - began)
    finally:
        os.kill(tracking.record.pid, signal.SIGCONT)

    assert seconds[0] < LONGEST_SILENCE + 1
    assert max(seconds[1:]) < LONGEST_SILENCE
    runs = tracking.wait_for_runs(4, "FINISHED")
    assert [run.name for run in runs] == ["before", "first", "second", "third"]


def test_what_a_killed_kernel_left_is_sent_and_its_run_closed(kernel, tracking, start_kernel):
    kernel.run("x = 1", "a")
    kernel.run("%track_start doomed", "b")
    kernel.submit("import time; time.sleep(60)", "c")
    tracking.wait_for_runs(1, "RUNNING")
    time.sleep(0.5)
    kernel.kill()
    start_kernel(tracking.record)

    [run] = tracking.wait_for_runs(1, "KILLED")
    executions = tracking.wait_for_cells(run)["executions"]
    assert [execution["status"] for execution in executions] == ["ok", "ok", "died"]
    assert executions[2]["run_ids"] == [run.run_id]
    assert [execution["seq"] for execution in executions] == [0, 1, 2]


def test_os_exit_in_a_tracked_cell_kills_its_run(kernel, tracking, start_kernel):
    kernel.submit("%%track\nimport os, time\ntime.sleep(1)\nos._exit(1)")
    tracking.wait_for_runs(1, "RUNNING")
    time.sleep(1.5)
    start_kernel(tracking.record)

    tracking.wait_for_runs(1, "KILLED")


def test_a_run_of_user_code_left_open_by_a_dead_kernel_is_closed(kernel, tracking, start_kernel):
    kernel.run("import mlflow; run = mlflow.start_run()", "a")
    tracking.wait_for_runs(1, "RUNNING")
    kernel.kill()
    start_kernel(tracking.record)

    [run] = tracking.wait_for_runs(1, "KILLED")
    assert tracking.wait_for_cells(run)["executions"][0]["cell_id"] == "a"


def test_nothing_is_sent_twice(kernel, tracking, start_kernel, restart_server):
    """The answer to a create was lost, then the kernel died."""
    kernel.run("%%track once\n1")
    tracking.wait_for_runs(1, "FINISHED")
    [journal] = journals(tracking.data_dir.parent)
    lines = [line for line in journal.read_bytes().splitlines() if b'"op":"done"' not in line]
    kernel.kill()
    journal.write_bytes(b"\n".join(lines) + b"\n")
    successor = start_kernel(tracking.record)
    successor.run("1")
    tracking.wait_until(lambda: len(journals(tracking.data_dir.parent)) == 1)

    assert [run.name for run in tracking.runs()] == ["once"]


def test_a_clean_end_leaves_no_journal(kernel, tracking, folder):
    kernel.open_comm()
    kernel.run("%%track\n1")
    [run] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_for_artifact(run, "trackbook/requirements.txt")
    assert journals(folder)
    kernel.comm.clear()
    kernel.run("1")
    kernel.hear(lambda message: message.get("pending") == 0)
    kernel.shutdown()

    assert journals(folder) == []


def test_a_journal_that_cannot_be_written_disturbs_no_cell(
    tracking, start_kernel, folder, tmp_path
):
    (folder / ".trackbook" / "journal").write_text("in the way")
    cache = tmp_path / "no-cache"
    cache.write_text("in the way, too")
    kernel = start_kernel(tracking.record, XDG_CACHE_HOME=str(cache))
    result = kernel.run("%%track still sent\n1 + 1")

    assert (result.value, result.text) == ("2", "")
    tracking.wait_for_runs(1, "FINISHED")


def test_a_full_disk_disturbs_no_cell_and_is_told(kernel, tracking):
    kernel.open_comm()
    kernel.run(
        "import os, trackbook.kernel.journal as journal\n"
        "def full(*arguments): raise OSError(28, 'No space left on device')\n"
        "journal.os = type('Full', (), {**vars(os), 'write': staticmethod(full)})"
    )
    result = kernel.run("%%track still sent\n1 + 1")

    assert (result.value, result.text) == ("2", "")
    tracking.wait_for_runs(1, "FINISHED")
    told = kernel.hear(lambda message: message["type"] == "state" and message["error"])
    assert "No space left" in told["error"]


def test_a_huge_param_and_output_do_no_harm(kernel, tracking):
    kernel.run("%%track\nhuge = 'x' * 10_000_000\n%track_log note=huge depth=3")

    [run] = tracking.wait_for_runs(1, "FINISHED")
    assert run.params["depth"] == "3"
    assert run.params["note"].startswith("xxx")
