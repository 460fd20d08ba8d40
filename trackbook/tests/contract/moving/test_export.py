"""`trackbook export`: a real mlflow server answers from the export as Trackbook's does."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import sqlite3
import subprocess
import threading
import uuid

import pytest
from mlflow import MlflowClient
from moved_answers import answers_of
from moved_artifacts import artifacts_of
from moving_commands import command_line, into
from servers import DATABASE, mlflow_server, trackbook_server


def test_a_real_server_answers_from_the_export_as_trackbook_does(command, folder, mlflow_database):
    exported = folder / "exported"
    assert command("import", f"sqlite:///{mlflow_database}", *into(folder)).returncode == 0
    with trackbook_server(folder) as server:
        add_own(server.url)

        result = command("export", "--to", str(exported), *into(folder))

        assert result.returncode == 0, result.stderr
        assert "The source and the store agree." in result.stdout
        ours = answers_of(server.url, places=True)
        files = artifacts_of(server.url)
    assert revision(exported / "mlflow.db") == revision(mlflow_database)
    (exported / "mlflow.db").rename(exported / DATABASE)
    with mlflow_server(exported) as server:
        assert answers_of(server.url, places=True) == ours
        assert artifacts_of(server.url) == files
        # It is a store to go on with.
        client = MlflowClient(server.url, registry_uri=server.url)
        run = client.create_run(client.create_experiment("next"))
        client.log_metric(run.info.run_id, "rmse", 1.0)
        source = f"{run.info.artifact_uri}/model"
        assert client.create_model_version("price", source, run.info.run_id).version == "4"


def test_an_older_export_stays_until_the_new_one_is_complete(command, folder, tmp_path):
    exported = tmp_path / "exported"
    exported.mkdir()
    (exported / "mlflow.db").write_text("precious")

    missing = command("export", "--to", str(exported), *into(folder))
    assert missing.returncode == 2
    assert "There is no database" in missing.stderr
    assert (exported / "mlflow.db").read_text() == "precious"

    with trackbook_server(folder):
        pass
    assert command("export", "--to", str(exported), *into(folder)).returncode == 0
    assert (exported / "mlflow.db").read_bytes().startswith(b"SQLite")
    assert [path.name for path in exported.iterdir()] == ["mlflow.db"]


@pytest.mark.parametrize("below", ["", "/folder"])
def test_a_file_in_the_place_of_the_folder_is_named(command, folder, below):
    with trackbook_server(folder):
        pass
    (folder / "taken").write_text("precious")

    result = command("export", "--to", f"taken{below}", *into(folder))

    assert result.returncode == 2
    assert f"{folder / 'taken'} is a file, not a folder." in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (folder / "taken").read_text() == "precious"


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_export_ends_soon_and_leaves_nothing(command, folder, long_source, times):
    assert command("import", f"sqlite:///{long_source}", *into(folder)).returncode == 0
    exported = folder / "exported"
    main, terminal = pty.openpty()
    export = subprocess.Popen(
        command_line("export", "--to", str(exported), *into(folder)),
        stdout=subprocess.PIPE,
        stderr=terminal,
    )
    os.close(terminal)
    said = b""
    while b"metric points" not in said:
        said += os.read(main, 4096)
    for _ in range(times):
        export.send_signal(signal.SIGINT)

    assert export.wait(5) == 130
    with contextlib.suppress(OSError):  # That the other end is closed.
        while True:
            said += os.read(main, 4096)
    os.close(main)
    # No bar stays where the shell goes on.
    assert b"metric points" not in said.rpartition(b"\r\x1b[K")[2]
    if times == 1:
        assert b"Run the same command again to go on." in said
        assert list(exported.iterdir()) == []
    assert command("export", "--to", str(exported), *into(folder)).returncode == 0
    assert {path.name for path in exported.iterdir()} == {"mlflow.db", "artifacts"}


def test_a_store_in_use_is_exported_as_it_was_at_one_moment(command, folder):
    with trackbook_server(folder) as server:
        stop = threading.Event()

        def work() -> None:
            client = MlflowClient(server.url, registry_uri=server.url)
            while not stop.is_set():
                experiment = client.create_experiment(uuid.uuid4().hex)
                run = client.create_run(experiment).info.run_id
                client.log_metric(run, "rmse", 1.0)
                model = client.create_logged_model(experiment, name="own", source_run_id=run)
                client.log_metric(run, "auc", 1.0, model_id=model.model_id)

        worker = threading.Thread(target=work)
        worker.start()
        try:
            results = [command("export", "--to", f"export {i}", *into(folder)) for i in range(3)]
        finally:
            stop.set()
            worker.join()
    for result in results:
        assert result.returncode == 0, result.stderr
        assert "The source and the store agree." in result.stdout


def test_exports_to_one_folder_at_once_do_not_mix(command, folder):
    with trackbook_server(folder) as server:
        MlflowClient(server.url).create_experiment("ours")
    exported = folder / "exported"
    exported.mkdir()
    # Of an export that was killed.
    (exported / "mlflow.db.999999999.partial").touch()
    at_once = [
        subprocess.Popen(command_line("export", "--to", str(exported), *into(folder)))
        for _ in range(3)
    ]
    assert [process.wait(60) for process in at_once] == [0, 0, 0]
    assert [path.name for path in exported.iterdir()] == ["mlflow.db"]
    assert "ours" in answers_of(f"sqlite:///{exported / 'mlflow.db'}")["experiments"]


def add_own(url: str) -> None:
    """What only a server of ours made: ids, places and model versions of its own."""
    client = MlflowClient(url, registry_uri=url)
    experiment = client.create_experiment("ours")
    run = client.create_run(experiment, run_name="made here").info.run_id
    client.log_metric(run, "rmse", 2.5, timestamp=1, step=1)
    client.log_metric(run, "rmse", float("nan"), timestamp=2, step=2)
    client.log_text(run, "hello", "notes/hello.txt")
    model = client.create_logged_model(experiment, name="own", source_run_id=run)
    client.create_registered_model("own")
    client.create_model_version("own", f"models:/{model.model_id}", model_id=model.model_id)


def revision(database: object) -> str:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        [(number,)] = connection.execute("SELECT version_num FROM alembic_version")
    return number
