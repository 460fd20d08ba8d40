"""What waits for the server is sent in an order that no cell has to wait for."""

from __future__ import annotations

import pytest
from tracking import Tracking

from trackbook.kernel.delivery import Delivery
from trackbook.kernel.destination import EMBEDDED, Destination
from trackbook.kernel.journal import NoJournal
from trackbook.kernel.outbox import Outbox
from trackbook.kernel.provenance import Repository
from trackbook.kernel.session import Session


@pytest.fixture
def outbox(tracking, folder, monkeypatch):
    for name, value in tracking.environment(tracking.record, tracking.data_dir).items():
        monkeypatch.setenv(name, value)
    return Outbox(NoJournal(), Delivery(Session(), Destination(folder), Repository()))


def make_code_run(tracking: Tracking, outbox: Outbox, name: str) -> str:
    """As mlflow's client makes runs in a cell of the session."""
    session = outbox.delivery._session.id
    tags = {"trackbook.session": session, "trackbook.kind": "code"}
    body = {
        "experiment_id": "0",
        "run_name": name,
        "start_time": 1,
        "tags": [{"key": key, "value": value} for key, value in tags.items()],
    }
    run_id = tracking.client.post("runs/create", body)["run"]["info"]["run_id"]
    tracking.client.post("runs/update", {"run_id": run_id, "status": "FINISHED"})
    return run_id


def put_create(outbox: Outbox) -> None:
    outbox.put(
        "create",
        run="tracked",
        server=EMBEDDED,
        experiment={"id": "0"},
        name="tracked",
        kind="cell",
        start_time=2,
        tags={"trackbook.key": "tracked"},
    )


def test_a_tracked_cell_does_not_wait_for_the_record_of_all_runs_before_it(
    tracking, outbox, monkeypatch
):
    runs = [make_code_run(tracking, outbox, f"trial {number}") for number in range(3)]
    recorded: list[str] = []
    store = Delivery._store_cells

    def store_and_track(self, client, run_id, upto):
        store(self, client, run_id, upto)
        recorded.append(run_id)
        if len(recorded) == 1:
            put_create(outbox)

    monkeypatch.setattr(Delivery, "_store_cells", store_and_track)
    outbox.put("attach", server=EMBEDDED, last=False, time=3)
    while "tracked" not in outbox.delivery.run_ids:
        assert outbox.send_next()
    assert len(recorded) == 1

    while outbox.send_next():
        pass
    assert sorted(recorded) == sorted(runs)
