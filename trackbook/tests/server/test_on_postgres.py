"""Several servers on one PostgreSQL, and what becomes of them when one of all dies."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from acknowledged import View, Write, Writer
from crash import crash
from postgres import PostgresCluster, postgres_cluster
from round_robin import round_robin
from server_under_test import Api, Refused, ServerUnderTest, wait_until

CLIENTS = 6


@contextmanager
def load(port: int, name: str) -> Iterator[tuple[list[Write], list[Refused]]]:
    """Clients that write until the block ends; gives all that they sent, and every refusal."""
    stop = threading.Event()
    writers = [Writer(f"{name}.{i}", f"{name}.{i}") for i in range(CLIENTS)]
    writes: list[Write] = []
    refusals: list[Refused] = []

    def write(writer: Writer) -> None:
        api = Api(port)
        while not stop.is_set():
            try:
                writer.write(api)
            except Refused as refusal:
                refusals.append(refusal)
                time.sleep(0.02)
            except (OSError, http.client.HTTPException):
                api.close()
                api = Api(port)
        api.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        yield writes, refusals
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        writes += [write for writer in writers for write in writer.writes]


def check(api: Api, writes: list[Write]) -> int:
    """All that was acknowledged is there, nothing in part; answers how much was acknowledged."""
    view = View(api)
    for write in writes:
        write.check(view)
    return sum(write.acknowledged for write in writes)


class Events:
    """The changes that a client of one server hears of."""

    def __init__(self, port: int) -> None:
        self.changes: list[dict] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.request("GET", "/api/2.0/trackbook/events")
        self._reply = self._connection.getresponse()
        self._reply.readline()
        threading.Thread(target=self._listen, daemon=True).start()

    def runs(self) -> set[str]:
        return {change["run_id"] for change in self.changes if "run_id" in change}

    def _listen(self) -> None:
        event = b""
        for line in self._reply:
            if line.startswith(b"event: "):
                event = line[7:].strip()
            elif line.startswith(b"data: ") and event == b"change":
                self.changes.append(json.loads(line[6:]))


@pytest.fixture
def servers(
    postgres: PostgresCluster, make_server: Callable[..., ServerUnderTest], tmp_path: Path
) -> list[ServerUnderTest]:
    """Three on one database and one folder of artifacts, started at once."""
    uri = postgres.create_database()
    made = []
    for name in "abc":
        (tmp_path / name).mkdir()
        made.append(make_server(tmp_path / name, store_uri=uri, artifacts=tmp_path / "artifacts"))
    for server in made:
        server.spawn()
    wait_until(lambda: all(server.is_ready() for server in made))
    return made


def test_one_of_three_servers_behind_a_proxy_is_killed(servers: list[ServerUnderTest]):
    first, second, third = servers
    with round_robin([server.port for server in servers]) as port:
        events = Events(third.port)
        with load(port, "three") as (writes, refusals):
            time.sleep(1.5)
            first.kill()
            time.sleep(1.5)
        # What the dead server left unanswered; any other refusal would be a fault.
        assert {refusal.status for refusal in refusals} <= {502}
        assert check(Api(port), writes) > 50
    written = {run.run_id for run in writes if getattr(run, "marker", "") and run.run_id}
    assert len(written) >= CLIENTS
    wait_until(lambda: written <= events.runs())
    assert check(second.api(), writes) == check(third.api(), writes)


def test_kill_9_of_a_server_loses_and_tears_nothing(postgres, make_server):
    result = crash(make_server(store_uri=postgres.create_database()), rounds=3, seed=11)
    assert result.acknowledged > 20
    assert result.unanswered > 0


def test_a_power_cut_of_postgres_loses_and_tears_nothing(make_server, tmp_path: Path):
    with postgres_cluster(tmp_path) as cluster:
        server = make_server(store_uri=cluster.create_database())
        server.start()
        with load(server.port, "cut") as (writes, refusals):
            for _ in range(2):
                time.sleep(0.7)
                cluster.kill()
                time.sleep(0.3)
                cluster.start()
            back = len(refusals)
            time.sleep(1)
        # All answers of the meantime say that trying again is worth it, and nothing else.
        assert refusals
        assert {refusal.status for refusal in refusals} == {503}
        for refusal in refusals:
            assert json.loads(refusal.body)["error_code"] == "TEMPORARILY_UNAVAILABLE"
            assert b"postgres" not in refusal.body.lower()
        assert len(refusals) - back <= CLIENTS
        assert check(server.api(), writes) > 20
