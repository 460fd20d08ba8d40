"""`trackbook backup`, `check`, `gc` and `db upgrade`, on stores that a server has open."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mlflow import MlflowClient
from moved_answers import answers_of
from moved_artifacts import artifacts_of
from moving_commands import command_line, into
from servers import RunningServer, trackbook_server


@pytest.fixture
def server(folder: Path) -> Iterator[RunningServer]:
    with trackbook_server(folder) as server:
        yield server


@pytest.fixture
def client(server: RunningServer) -> MlflowClient:
    return MlflowClient(server.url, registry_uri=server.url)


def test_a_backup_of_a_running_server_is_a_store(command, folder, tmp_path, server, client):
    run = client.create_run("0").info.run_id
    client.log_text(run, "first", "a/first.txt")
    stop = threading.Event()

    def log() -> None:
        while not stop.is_set():
            client.log_metric(run, "live", 1.0)

    logger = threading.Thread(target=log)
    logger.start()
    try:
        result = command("backup", str(tmp_path / "copy"), *into(folder))
    finally:
        stop.set()
        logger.join()
    assert result.returncode == 0, result.stderr
    client.log_text(run, "second", "a/second.txt")
    assert (
        "1 artifact file (6 bytes) copied, 1 were there already"
        in command("backup", str(tmp_path / "copy"), *into(folder)).stdout
    )
    expected = answers_of(server.url), artifacts_of(server.url)

    shutil.move(tmp_path / "copy" / "trackbook.db", tmp_path / "copy" / "store.db")
    with trackbook_server(tmp_path / "copy") as restored:
        assert (answers_of(restored.url), artifacts_of(restored.url)) == expected


def test_a_backup_into_the_artifacts_is_refused(command, folder, server):
    result = command("backup", str(folder / "artifacts" / "copy"), *into(folder))

    assert result.returncode == 2
    assert "inside the folder of the artifacts" in result.stderr


def test_a_backup_onto_the_store_itself_or_one_in_use_is_refused(command, folder):
    embedded = folder / ".trackbook"
    embedded.mkdir()
    with trackbook_server(folder):
        shutil.copy(folder / "store.db", embedded / "trackbook.db")
    (folder / "link").symlink_to(embedded)
    used = folder / "used"
    used.mkdir()
    (used / "trackbook.db-wal").touch()
    before = (embedded / "trackbook.db").stat().st_ino

    for target, reason in (
        (".trackbook", "is the store itself"),
        ("link", "is the store itself"),
        ("used", "is in use by a server"),
    ):
        result = command("backup", target)
        assert result.returncode == 2
        assert reason in result.stderr
    assert (embedded / "trackbook.db").stat().st_ino == before


@pytest.mark.parametrize("below", ["", "/folder"])
def test_a_backup_to_a_file_is_refused(command, folder, server, below):
    (folder / "taken").write_text("precious")

    result = command("backup", f"taken{below}", *into(folder))

    assert result.returncode == 2
    assert f"{folder / 'taken'} is a file, not a folder." in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (folder / "taken").read_text() == "precious"


def test_a_backup_to_a_disk_that_cannot_be_written_to_is_refused(
    command, folder, server, small_disk
):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    for arguments in (("backup", str(small_disk)), ("export", "--to", str(small_disk))):
        result = command(*arguments, *into(folder))

        assert result.returncode == 1
        assert f"Cannot write to {small_disk}: the disk is read-only." in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_a_backup_to_a_full_disk_leaves_nothing_half_written(command, folder, server, small_disk):
    (small_disk / "ballast").write_bytes(bytes(6_250_000))

    for arguments in (("backup", str(small_disk)), ("export", "--to", str(small_disk))):
        result = command(*arguments, *into(folder))

        assert result.returncode == 1
        assert f"Cannot write to {small_disk}: the disk is full." in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert [path.name for path in small_disk.iterdir()] == ["ballast"]


def test_a_backup_has_the_files_beside_the_folders_of_experiments(
    command, folder, tmp_path, server, client
):
    (folder / "artifacts" / "deep").mkdir(parents=True)
    (folder / "artifacts" / "at the root.txt").write_text("x")
    (folder / "artifacts" / "deep" / "inner").write_text("x")

    assert command("backup", str(tmp_path / "copy"), *into(folder)).returncode == 0

    copied = (path.name for path in (tmp_path / "copy" / "artifacts").rglob("*"))
    assert sorted(copied) == ["at the root.txt", "deep", "inner"]


def test_a_whole_store_passes_the_check(command, folder, mlflow_database):
    assert command("import", f"sqlite:///{mlflow_database}", *into(folder)).returncode == 0

    result = command("check", *into(folder), "--json")

    assert result.returncode == 0, result.stdout
    assert json.loads(result.stdout) == {
        "ok": True, "problems": [], "notes": [], "orphans": [], "orphan_bytes": 0
    }  # fmt: skip


def test_the_check_finds_what_is_wrong(command, folder, server, client):
    run = client.create_run("0").info.run_id
    client.log_metric(run, "rmse", 1.0, step=1)
    client.log_metric(run, "mae", 1.0, step=1)
    client.log_metric(run, "loss", 1.0, step=1)
    model = client.create_logged_model("0", name="m")
    client.finalize_logged_model(model.model_id, "READY")
    (folder / "artifacts" / "0" / ("0" * 32) / "artifacts").mkdir(parents=True)
    with sqlite3.connect(folder / "store.db") as database:
        key = "(SELECT id FROM metric_keys WHERE name = ?)"
        database.execute(f"UPDATE latest_metrics SET value = 9 WHERE key = {key}", ["rmse"])
        database.execute(f"DELETE FROM latest_metrics WHERE key = {key}", ["mae"])
        database.execute(f"UPDATE metrics SET run = 99 WHERE key = {key}", ["loss"])

    result = command("check", *into(folder), "--json")

    found = json.loads(result.stdout)
    assert result.returncode == 1
    assert found["problems"] == [
        f"the latest value of metric 'rmse' of run {run} is not the last of its history",
        f"the latest value of metric 'loss' of run {run} is not the last of its history",
        f"metric 'mae' of run {run} has a history and no latest value",
        "there are metric points of 1 runs that do not exist",
        f"logged model {model.model_id} ('m') has no artifacts at {model.artifact_location}",
    ]
    assert found["orphans"] == ["0/" + "0" * 32]


def test_the_check_finds_a_damaged_file(command, folder):
    with trackbook_server(folder) as server:
        client = MlflowClient(server.url)
        run = client.create_run("0").info.run_id
        for step in range(3):
            client.log_batch(run, params=[])
            client.log_metric(run, f"m{step}", step)
    with (folder / "store.db").open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 3)

    result = command("check", *into(folder))

    assert result.returncode == 1
    assert "Wrong: " in result.stdout
    assert "    at " not in result.stdout + result.stderr


def test_gc_takes_away_what_is_in_the_trash_and_nothing_else(command, folder, server, client):
    kept = client.create_run("0").info.run_id
    client.log_text(kept, "kept", "kept.txt")
    gone = client.create_run("0").info.run_id
    client.log_text(gone, "gone", "gone.txt")
    client.log_metric(gone, "rmse", 1.0)
    client.delete_run(gone)
    experiment = client.create_experiment("gone")
    inner = client.create_run(experiment).info.run_id
    client.delete_experiment(experiment)
    orphan = folder / "artifacts" / "0" / ("f" * 32)
    orphan.mkdir()
    (orphan / "x").write_text("orphan")
    notes = folder / "artifacts" / "0" / "notes"
    notes.mkdir()
    before = answers_of(server.url)

    listed = command("gc", "--dry-run", *into(folder))
    unanswered = command("gc", *into(folder))
    young = command("gc", "--older-than", "1d", "--keep-orphans", *into(folder))
    assert (listed.returncode, unanswered.returncode, young.returncode) == (0, 1, 0)
    assert f"run {gone}" in listed.stdout
    assert "(1 file, 4 bytes)" in listed.stdout
    assert f"run {inner}" in listed.stdout
    assert "In all 2 runs, 0 logged models, 1 experiment and 10 bytes" in listed.stdout
    assert "There is nothing to take away." in young.stdout
    assert answers_of(server.url) == before
    assert orphan.exists()

    result = command("gc", "--yes", *into(folder))

    assert result.returncode == 0, result.stderr
    del before["runs"][gone], before["runs"][inner], before["experiments"]["gone"]
    assert answers_of(server.url) == before
    left = sorted(path.name for path in (folder / "artifacts" / "0").iterdir())
    assert left == sorted([kept, "notes"])
    with sqlite3.connect(folder / "store.db") as database:
        assert database.execute("SELECT count(*) FROM metrics").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM latest_metrics").fetchone() == (0,)
    assert command("check", *into(folder)).returncode == 0


def test_gc_keeps_what_was_restored_while_it_asked(folder, server, client):
    kept, gone = (client.create_run("0").info.run_id for _ in range(2))
    for run in (kept, gone):
        client.log_text(run, "hello", "hello.txt")
        client.delete_run(run)
    keyboard, terminal = pty.openpty()
    asking = subprocess.Popen(
        command_line("gc", *into(folder)),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert asking.stderr.read(len("Take this away")) == "Take this away"
    client.restore_run(kept)
    os.write(keyboard, b"yes\n")
    said, _ = asking.communicate(timeout=30)
    os.close(keyboard)
    os.close(terminal)

    assert asking.returncode == 0
    assert f"Kept {kept}" in said
    assert set(answers_of(server.url)["runs"]) == {kept}
    assert [path.name for path in (folder / "artifacts" / "0").iterdir()] == [kept]
    assert Path(client.download_artifacts(kept, "hello.txt")).read_text() == "hello"


def test_gc_takes_active_runs_of_a_deleted_experiment_along(command, folder, server, client):
    experiment = client.create_experiment("gone")
    run = client.create_run(experiment).info.run_id
    client.log_text(run, "hello", "hello.txt")
    client.delete_experiment(experiment)
    with sqlite3.connect(folder / "store.db") as database:
        database.execute("UPDATE runs SET lifecycle_stage = 'active'")

    result = command("gc", "--yes", *into(folder))

    assert f"run {run}" in result.stdout
    answers = answers_of(server.url)
    assert (answers["runs"], set(answers["experiments"])) == ({}, {"Default"})
    assert "nothing to take away" in command("gc", "--dry-run", *into(folder)).stdout


def test_gc_takes_away_what_uploads_of_a_killed_server_left(command, folder, server, client):
    run = client.create_run("0").info.run_id
    client.log_text(run, "hello", "hello.txt")
    artifacts = folder / "artifacts" / "0" / run / "artifacts"
    old, under_way = (artifacts / f".artifact.uploading.{name}" for name in ("old", "new"))
    under_way.write_bytes(b"half")
    old.write_bytes(b"half of it")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(old, (two_days_ago, two_days_ago))

    assert "1 upload (10 bytes) ended with their server" in command("check", *into(folder)).stdout
    result = command("gc", "--yes", *into(folder))

    assert f"{old.name} (1 file, 10 bytes)" in result.stdout
    assert sorted(path.name for path in artifacts.iterdir()) == [under_way.name, "hello.txt"]


def test_gc_of_named_runs_and_experiments_minds_their_stage(command, folder, server, client):
    active = client.create_run("0").info.run_id
    first, second = (client.create_run("0").info.run_id for _ in range(2))
    client.delete_run(first)
    client.delete_run(second)

    refused = command("gc", "--run-ids", f"{first},{active}", "--yes", *into(folder))
    unknown = command("gc", "--run-ids", "nothing", "--yes", *into(folder))
    not_deleted = command("gc", "--experiment-ids", "0", "--yes", *into(folder))
    result = command("gc", "--run-ids", first, "--yes", *into(folder))

    assert f"Run {active} is not deleted" in refused.stderr
    assert "There is no run nothing." in unknown.stderr
    assert "Experiment 0 is not deleted" in not_deleted.stderr
    assert {refused.returncode, unknown.returncode, not_deleted.returncode} == {1}
    assert result.returncode == 0
    assert set(answers_of(server.url)["runs"]) == {active, second}


def test_gc_says_which_model_versions_would_lose_their_files(command, folder, server, client):
    run = client.create_run("0").info
    client.create_registered_model("price")
    client.create_model_version("price", f"{run.artifact_uri}/model", run.run_id)
    client.delete_run(run.run_id)

    result = command("gc", "--dry-run", *into(folder))

    assert "Note: version 1 of 'price' has its files among these." in result.stdout


def test_a_database_of_a_newer_version_is_refused_and_one_of_today_left_alone(command, folder):
    with trackbook_server(folder):
        pass
    today = command("db", "upgrade", *into(folder))
    assert today.returncode == 0
    assert "is up to date" in today.stdout
    with sqlite3.connect(folder / "store.db") as database:
        database.execute("PRAGMA user_version = 999")

    for arguments in (("db", "upgrade"), ("check",)):
        result = command(*arguments, *into(folder))
        assert result.returncode == 1
        assert "newer version of Trackbook" in result.stderr
        assert "    at " not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gc", "--older-than", "soon"), "'soon' is not a duration"),
        (("gc", "--all"), "There is no option --all. See --help."),
        (("gc", "--older-than"), "argument missing. See --help."),
        (("backup",), "TARGET is missing"),
        (("backup", ""), "TARGET is missing"),
        (("import", ""), "SOURCE is missing"),
        (("db", "downgrade"), "'downgrade' is none of: upgrade"),
        (("export",), "--to FOLDER is missing"),
        (("export", "--to", ""), "--to FOLDER is missing"),
        (("check", "--backend-store-uri", "sqlite:///empty"), "empty is empty, not a database"),
        (("gc", "--backend-store-uri", "sqlite:///.trackbook"), ".trackbook is a folder, not a"),
        (("import", "x", "--artifacts", "move"), "--artifacts is copy or keep"),
        (("fly",), "There is no command 'fly'"),
    ],
)
def test_wrong_flags_are_explained(command, folder, arguments, message):
    (folder / ".trackbook").mkdir()
    (folder / "empty").touch()
    result = command(*arguments)

    assert result.returncode == 2
    assert message in result.stderr
    assert (folder / "empty").stat().st_size == 0
    assert "    at " not in result.stderr


@pytest.mark.parametrize("name", ["import", "export", "backup", "check", "gc", "db"])
def test_every_command_tells_how_it_is_used(command, name):
    assert name in command("--help").stdout
    result = command(name, "--help")
    assert result.returncode == 0
    assert result.stdout.startswith(f"Usage: trackbook {name}")
