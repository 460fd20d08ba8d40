"""Disks that are full or read-only, and database files that change below the server."""

from __future__ import annotations

import json
import subprocess

import pytest
from server_under_test import Refused

FILLER = "x" * 5000


def create_run(api, name: str = "run") -> str:
    return api.post("runs/create", experiment_id="0", run_name=name)["run"]["info"]["run_id"]


def tags(api, run_id: str) -> dict[str, str]:
    found = api.get("runs/get", run_id=run_id)["run"]["data"]["tags"]
    return {tag["key"]: tag["value"] for tag in found}


def fill(api, run_id: str) -> tuple[dict[str, str], Refused]:
    """Log until the server refuses; answers what it acknowledged, and the refusal."""
    stored: dict[str, str] = {}
    for number in range(10_000):
        batch = {f"{number}.{i}": f"{number}{FILLER}" for i in range(20)}
        entries = [{"key": key, "value": value} for key, value in batch.items()]
        try:
            api.post("runs/log-batch", run_id=run_id, tags=entries)
        except Refused as refused:
            return stored, refused
        stored |= batch
    raise AssertionError("the disk never got full")


def error(refused: Refused) -> dict[str, str]:
    return json.loads(refused.body)


def test_a_full_disk_refuses_writes_whole_and_loses_nothing(make_server, small_disk):
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(3_000_000))
    server = make_server(small_disk)
    server.start()
    api = server.api()
    run_id = create_run(api)
    stored, refused = fill(api, run_id)

    assert (refused.status, error(refused)["error_code"]) == (507, "IO_ERROR")
    assert "disk" in error(refused)["message"]
    assert len(stored) > 0
    with pytest.raises(Refused) as of_artifact:
        api.put_artifact("big.bin", bytes(5_000_000))
    assert of_artifact.value.status == 507
    assert api.artifact("big.bin") is None
    assert api.artifact_names("") == []
    assert {k: v for k, v in tags(api, run_id).items() if k != "mlflow.runName"} == stored

    ballast.unlink()
    api.post("runs/set-tag", run_id=run_id, key="late", value="stored")
    server.kill()
    server.start()
    api = server.api()
    after = tags(api, run_id)
    assert after.pop("late") == "stored"
    assert {k: v for k, v in after.items() if k != "mlflow.runName"} == stored


def test_a_server_on_a_full_disk_says_so(make_server, small_disk):
    server = make_server(small_disk)
    server.log = small_disk.parent / "server.log"
    with (small_disk / "ballast").open("wb") as ballast, pytest.raises(OSError, match="space"):
        ballast.write(bytes(10_000_000))
    server.spawn()

    assert server.wait() == 1
    assert "disk" in server.said()
    assert len(server.said().splitlines()) == 1


def test_a_read_only_disk_is_named_at_the_start(make_server, small_disk):
    server = make_server(small_disk)
    server.start()
    server.stop()
    server.log = small_disk.parent / "server.log"
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    server.spawn()

    assert server.wait() == 1
    assert "Check that its folder and disk can be written to." in server.said()
    assert len(server.said().splitlines()) == 1


def test_artifacts_on_a_read_only_disk_can_be_read_not_written(make_server, small_disk):
    server = make_server(artifacts=small_disk)
    server.start()
    api = server.api()
    api.put_artifact("note.txt", b"kept")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(Refused) as refused:
        api.put_artifact("other.txt", b"x")
    assert (refused.value.status, error(refused.value)["error_code"]) == (403, "PERMISSION_DENIED")
    assert "read-only" in error(refused.value)["message"]
    assert api.artifact("note.txt") == b"kept"
    assert api.artifact_names("") == ["note.txt"]
    create_run(api)


@pytest.mark.parametrize("change", ["delete", "replace", "move the folder"])
def test_no_write_is_acknowledged_into_a_file_that_is_gone(make_server, tmp_path, change):
    folder = tmp_path / "store"
    folder.mkdir()
    server = make_server(folder)
    server.start()
    api = server.api()
    run_id = create_run(api)
    assert server.is_ready()
    if change == "delete":
        server.database.unlink()
    elif change == "replace":
        (folder / "other.db").write_bytes(server.database.read_bytes())
        (folder / "other.db").replace(server.database)
    else:
        folder.rename(tmp_path / "elsewhere")

    with pytest.raises(Refused) as refused:
        api.post("runs/set-tag", run_id=run_id, key="a", value="b")
    assert (refused.value.status, error(refused.value)["error_code"]) == (507, "IO_ERROR")
    assert "deleted, moved or replaced" in error(refused.value)["message"]
    assert str(folder) not in error(refused.value)["message"]
    assert not server.is_ready()
    if change == "move the folder":
        (tmp_path / "elsewhere").rename(folder)
        api.post("runs/set-tag", run_id=run_id, key="a", value="b")
        assert server.is_ready()
