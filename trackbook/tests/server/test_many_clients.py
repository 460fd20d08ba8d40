"""Many clients at once, on one server and on two that share a SQLite file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from server_under_test import Api, ServerUnderTest


def create_run(api: Api) -> str:
    return api.post("runs/create", experiment_id="0")["run"]["info"]["run_id"]


def steps(api: Api, run_id: str, key: str) -> list[int]:
    found = api.get("metrics/get-history", run_id=run_id, metric_key=key)
    return [point["step"] for point in found.get("metrics", [])]


def at_once(count: int, work: Callable[[int], object]) -> None:
    """Run `work` in so many threads; any refusal comes out of here."""
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(work, range(count)))


def log(server: ServerUnderTest, run_ids: list[str], client: int, points: int) -> None:
    api = server.api()
    try:
        for step in range(points):
            for run_id in run_ids:
                entry = {"key": f"client{client}", "value": step, "timestamp": 1, "step": step}
                api.post("runs/log-metric", run_id=run_id, **entry)
                api.post("runs/set-tag", run_id=run_id, key="last", value=str(client))
    finally:
        api.close()


def test_64_clients_write_the_same_run_and_runs_of_their_own(server):
    shared = create_run(server.api())
    own: dict[int, str] = {}

    def client(number: int) -> None:
        own[number] = create_run(server.api())
        log(server, [shared, own[number]], number, points=5)

    at_once(64, client)
    api = server.api()
    for number in range(64):
        for run_id in (shared, own[number]):
            assert steps(api, run_id, f"client{number}") == list(range(5))


def test_64_clients_create_the_same_things_and_one_of_them_wins(server):
    outcomes: list[int] = []

    def create(number: int) -> None:
        api = server.api()
        for path in ("experiments/create", "registered-models/create"):
            body = f'{{"name": "contested", "tags": [{{"key": "by", "value": "{number}"}}]}}'
            headers = {"Content-Type": "application/json"}
            status, _ = api.request("POST", f"/api/2.0/mlflow/{path}", body.encode(), **headers)
            outcomes.append(status)
        version = api.post("model-versions/create", name="contested", source="s3://bucket/model")
        versions.append(int(version["model_version"]["version"]))

    versions: list[int] = []
    at_once(64, create)
    assert sorted(outcomes) == [200] * 2 + [400] * 126
    assert sorted(versions) == list(range(1, 65))


def test_readers_are_answered_during_a_long_import(server):
    api = server.api()
    run_id = create_run(api)
    done = threading.Event()
    reads: list[bool] = []

    def write() -> None:
        writer = server.api()
        for batch in range(60):
            entries = [
                {"key": f"m{i % 10}", "value": i, "timestamp": 1, "step": batch * 100 + i // 10}
                for i in range(1000)
            ]
            writer.post("runs/log-batch", run_id=run_id, metrics=entries)
        done.set()

    def read(_: int) -> None:
        reader = server.api()
        while not done.is_set():
            assert reader.post("runs/search", experiment_ids=["0"])["runs"]
            reads.append(not done.is_set())

    importer = threading.Thread(target=write)
    importer.start()
    at_once(4, read)
    importer.join()
    # A reader that waited for the import would have read once.
    assert reads.count(True) > 20
    assert len(steps(api, run_id, "m0")) == 6000


def test_servers_may_be_started_on_a_new_file_at_the_same_moment(make_server):
    servers = [make_server() for _ in range(4)]
    at_once(4, lambda i: servers[i].start())
    for i, each in enumerate(servers):
        each.api().post("experiments/create", name=f"by {i}")
    found = servers[0].api().post("experiments/search", max_results=10)["experiments"]
    assert {each["name"] for each in found} == {"Default", *(f"by {i}" for i in range(4))}


def test_two_servers_on_one_file_lock_no_client_out(make_server):
    servers = [make_server(), make_server()]
    for each in servers:
        each.start()
    shared = create_run(servers[0].api())
    at_once(16, lambda i: log(servers[i % 2], [shared], i, points=15))

    for each in servers:
        api = each.api()
        for client in range(16):
            assert steps(api, shared, f"client{client}") == list(range(15))


def test_a_server_that_is_killed_leaves_the_other_one_writing(make_server):
    survivor, victim = make_server(), make_server()
    survivor.start()
    victim.start()
    run_id = create_run(survivor.api())
    writing = threading.Thread(target=_log_until_killed, args=(victim, run_id))
    writing.start()
    time.sleep(0.3)
    victim.kill()
    writing.join()
    log(survivor, [run_id], 1, points=20)

    assert steps(survivor.api(), run_id, "client1") == list(range(20))


def _log_until_killed(server: ServerUnderTest, run_id: str) -> None:
    try:
        log(server, [run_id], 0, points=100_000)
    except OSError:
        return
