"""A run that its user discards is gone, whatever the kernel still had to say of it."""

from __future__ import annotations

import pytest

from trackbook.kernel.delivery import Delivery
from trackbook.kernel.destination import EMBEDDED, Destination
from trackbook.kernel.provenance import Repository
from trackbook.kernel.rest import Refused
from trackbook.kernel.session import Session

COMMON = {"run": "key", "upto": -1}


def files(tracking) -> list[str]:
    root = tracking.data_dir / "artifacts"
    return [str(path) for path in root.rglob("*") if path.is_file()]


def test_a_discarded_run_stays_gone_when_its_kernel_ends(kernel, tracking, start_kernel):
    kernel.open_comm()
    kernel.run("%%track oops\nrmse = 6.3")
    [run] = tracking.wait_for_runs(1, "FINISHED")
    tracking.wait_for_cells(run)
    tracking.discard(run.run_id)
    kernel.tell(type="discarded", run_id=run.run_id)

    result = kernel.run("%track_log rmse=rmse")
    assert "No run to log to" in (result.error or result.text)
    kernel.run("%%track again\n1")
    kernel.kill()
    start_kernel(tracking.record).run("%%track last\n1")
    runs = tracking.wait_for_runs(2, "FINISHED")
    assert [run.name for run in runs] == ["again", "last"]
    for each in runs:
        tracking.wait_for_cells(each)
    assert not any(run.run_id in file for file in files(tracking))


@pytest.fixture
def delivery(tracking, folder, monkeypatch):
    for name, value in tracking.environment(tracking.record, tracking.data_dir).items():
        monkeypatch.setenv(name, value)
    delivery = Delivery(Session(), Destination(folder), Repository())
    delivery.deliver(
        entry(
            tracking,
            "create",
            experiment={"id": "0"},
            name="oops",
            start_time=1,
            tags={"trackbook.key": "key"},
        ),
        again=False,
    )
    return delivery


def entry(tracking, op: str, **fields):
    return {"op": op, "server": EMBEDDED, **COMMON, **fields}


def finish(tracking):
    return entry(tracking, "finish", status="FINISHED", kind="cell")


def test_what_the_hook_has_left_to_say_is_dropped_without_a_word(delivery, tracking):
    delivery.deliver(finish(tracking), again=False)
    tracking.client.post(
        "runs/update", {"run_id": delivery.run_ids["key"], "end_time": 4102444800000}
    )
    tracking.discard(delivery.run_ids["key"])

    delivery.deliver(finish(tracking), again=True)
    delivery.deliver(entry(tracking, "provenance"), again=False)
    values = {"params": [{"key": "a", "value": "1"}], "metrics": [], "tags": []}
    delivery.deliver(entry(tracking, "log", **values, observed=True), again=False)
    assert tracking.runs() == []
    assert files(tracking) == []


def test_what_the_user_logs_to_it_is_refused(delivery, tracking):
    delivery.run_ids["key"] = "f" * 32
    values = {"params": [{"key": "a", "value": "1"}], "metrics": [], "tags": []}
    with pytest.raises(Refused, match="not found"):
        delivery.deliver(entry(tracking, "log", **values, observed=False), again=False)
