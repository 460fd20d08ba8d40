"""`trackbook import`: what mlflow's client says of the source, it says of Trackbook afterwards."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest
from mlflow import MlflowClient
from moved_answers import answers_of
from moved_artifacts import artifacts_of
from moved_sample import add_more, filled
from moving_commands import command_line, into
from servers import trackbook_server


def test_a_database_is_brought_whole_with_its_ids(command, folder, mlflow_database):
    before = fingerprint(mlflow_database)

    result = command("import", f"sqlite:///{mlflow_database}", *into(folder))

    assert result.returncode == 0, result.stderr
    assert "The source and the store agree." in result.stdout
    assert fingerprint(mlflow_database) == before
    with trackbook_server(folder) as server:
        assert answers_of(server.url) == answers_of(f"sqlite:///{mlflow_database}")
        assert artifacts_of(server.url) == artifacts_of(f"sqlite:///{mlflow_database}")
        client = client_of(server.url)
        assert client.get_experiment_by_name("taxi").experiment_id == "1"
        # The version's place moved with the run's artifacts.
        [first] = client.search_model_versions("name='price' AND version_number = 1")
        assert first.source.startswith("mlflow-artifacts:/1/")


def test_a_database_on_postgresql_is_brought_into_one_on_postgresql(
    command, folder, postgres, tmp_path
):
    # SQLAlchemy's way to name the driver that is installed.
    source = postgres.create_database().replace("postgresql:", "postgresql+psycopg2:", 1)
    store = postgres.create_database()
    made = tmp_path / "made"
    made.mkdir()
    filled(made, source)

    result = command("import", source, "--into", store, "--artifacts-destination", "artifacts")
    again = command("import", source, "--into", store, "--artifacts-destination", "artifacts")

    assert result.returncode == 0, result.stderr
    assert again.returncode == 0, again.stderr
    with trackbook_server(folder, "--backend-store-uri", store) as server:
        assert answers_of(server.url) == answers_of(source)
        assert artifacts_of(server.url) == artifacts_of(source)
        assert client_of(server.url).create_experiment("next") == "3"


def test_postgresql_gets_a_character_for_each_that_it_cannot_keep(
    command, folder, postgres, tmp_path, mlflow_database
):
    source = tmp_path / "nul.db"
    source.write_bytes(mlflow_database.read_bytes())
    with sqlite3.connect(source) as database:
        [(run,)] = database.execute("SELECT run_uuid FROM runs WHERE name = 'best'")
        database.execute(
            "INSERT INTO tags (key, value, run_uuid) VALUES ('note', 'a' || char(0) || 'b', ?)",
            [run],
        )
        database.execute("UPDATE experiment_tags SET value = char(0)")
        for table in ("metrics", "latest_metrics"):
            database.execute(f"UPDATE {table} SET key = key || char(0) WHERE run_uuid = ?", [run])
        database.execute("UPDATE registered_models SET description = 'd' || char(0)")
    store = postgres.create_database()
    arguments = ("import", str(source), "--into", store, "--artifacts-destination", "artifacts")

    first = command(*arguments)
    again = command(*arguments, "--json")

    assert first.returncode == 0, first.stderr
    assert "PostgreSQL cannot keep" in first.stdout
    assert f"  run {run}: metrics, tags" in first.stdout
    assert "  registered model price: description" in first.stdout
    assert again.returncode == 0, again.stderr
    assert f"run {run}: metrics, tags" in json.loads(again.stdout)["replaced_characters"]
    with trackbook_server(folder, "--backend-store-uri", store) as server:
        data = client_of(server.url).get_run(run).data
        assert data.tags["note"] == "a\ufffdb"
        assert {key[-1] for key in data.metrics} == {"\ufffd"}

    # SQLite keeps it.
    assert command("import", str(source), *into(folder)).returncode == 0
    with trackbook_server(folder) as server:
        assert client_of(server.url).get_run(run).data.tags["note"] == "a\0b"


def test_a_database_on_a_read_only_disk_is_brought(
    command, folder, small_disk, tmp_path, mlflow_database
):
    ours = tmp_path / "ours"
    assert command("import", f"sqlite:///{mlflow_database}", *into(ours)).returncode == 0
    (small_disk / "ours.db").write_bytes((ours / "store.db").read_bytes())
    theirs = small_disk / "mlflow.db"
    theirs.write_bytes(mlflow_database.read_bytes())
    with sqlite3.connect(theirs) as database:
        database.execute("PRAGMA journal_mode = WAL")
    database.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    for name in ("mlflow.db", "ours.db"):
        places = ("--source-artifacts", str(ours / "artifacts"))
        result = command("import", str(small_disk / name), *into(folder), *places)
        assert result.returncode == 0, result.stderr
        assert "The source and the store agree." in result.stdout


def test_a_log_beside_a_database_on_a_read_only_disk_is_not_left_out(
    command, folder, small_disk, mlflow_database
):
    source = small_disk / "mlflow.db"
    source.write_bytes(mlflow_database.read_bytes())
    database = sqlite3.connect(source)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("UPDATE runs SET name = 'only in the log'")
    database.commit()
    # As it is left by a server that was killed.
    (source.with_name("killed.db-wal")).write_bytes(Path(f"{source}-wal").read_bytes())
    (source.with_name("killed.db")).write_bytes(source.read_bytes())
    database.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    result = command("import", str(source.with_name("killed.db")), *into(folder))

    assert result.returncode == 1
    assert "Copy killed.db and killed.db-wal to a disk that can be written to" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_artifacts_may_stay_where_they_are(command, folder, mlflow_database):
    result = command("import", f"sqlite:///{mlflow_database}", "--artifacts", "keep", *into(folder))

    assert result.returncode == 0, result.stderr
    with trackbook_server(folder) as server:
        source = f"sqlite:///{mlflow_database}"
        ours, theirs = answers_of(server.url, places=True), answers_of(source, places=True)
        # Trackbook's own Default was there before.
        del ours["experiments"]["Default"]["place"], theirs["experiments"]["Default"]["place"]
        assert ours == theirs
        assert not (folder / "artifacts").exists()


def test_artifacts_in_other_clouds_keep_their_uris(command, folder, tmp_path, mlflow_database):
    source = tmp_path / "copy.db"
    source.write_bytes(mlflow_database.read_bytes())
    with sqlite3.connect(source) as database:
        database.execute(
            "UPDATE runs SET artifact_uri = 'gs://bucket/' || run_uuid WHERE name LIKE 'quick%'"
        )

    result = command("import", f"sqlite:///{source}", *into(folder))

    assert result.returncode == 0, result.stderr
    assert "The artifacts of 5 runs and models stay where they are, such as gs://" in result.stdout
    with trackbook_server(folder) as server:
        runs = client_of(server.url).search_runs(["1"])
    places = {run.info.run_name: run.info.artifact_uri.partition(":")[0] for run in runs}
    assert (places["quick 0"], places["best"]) == ("gs", "mlflow-artifacts")


def test_a_folder_is_brought_whole(command, folder, mlflow_folder):
    result = command("import", str(mlflow_folder), *into(folder))

    assert result.returncode == 0, result.stderr
    # The file store gives experiments ids that no database of MLflow's could hold.
    assert "Experiment 'taxi' has id 1 here" in result.stdout
    with trackbook_server(folder) as server:
        ours, theirs = answers_of(server.url), answers_of(str(mlflow_folder))
        # MLflow reads the step only where no dataset follows it in the file.
        [history] = [metrics for metrics in theirs["histories"].values() if "auc" in metrics]
        assert history["auc"] == [(0, 42, "0.9")]
        history["auc"] = [(1, 42, "0.9")]
        assert ours == theirs
        assert artifacts_of(server.url) == artifacts_of(str(mlflow_folder))


def test_a_folder_that_was_moved_finds_its_artifacts(command, folder, tmp_path, mlflow_folder):
    moved = tmp_path / "mlruns"
    shutil.copytree(mlflow_folder, moved)
    for meta in moved.rglob("meta.yaml"):
        meta.write_text(meta.read_text().replace(str(mlflow_folder), "/nowhere/mlruns"))

    result = command("import", str(moved), *into(folder), "--json")

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["artifacts"]["files"] == 3


def test_an_artifact_that_cannot_be_copied_keeps_no_other_from_being(
    command, folder, tmp_path, mlflow_folder
):
    source = tmp_path / "mlruns"
    shutil.copytree(mlflow_folder, source)
    for meta in source.rglob("meta.yaml"):
        meta.write_text(meta.read_text().replace(str(mlflow_folder), str(source)))
    [plot] = source.rglob("plot ä.txt")
    (plot.parent / "a#b.txt").write_text("refused")
    (plot.parent / "zuletzt.txt").write_text("last")

    result = command("import", str(source), *into(folder))

    assert result.returncode == 1
    assert "1 artifact could not be copied" in result.stderr
    assert "artifacts/a#b.txt: Invalid path" in result.stderr
    copied = {path.name for path in (folder / "artifacts").rglob("*")}
    assert {"plot ä.txt", "zuletzt.txt", "weights.bin"} <= copied


def test_what_is_damaged_in_a_folder_is_told_and_left_out(command, folder, tmp_path, mlflow_folder):
    source = tmp_path / "mlruns"
    shutil.copytree(mlflow_folder, source)
    first, second, *_ = (path.parent.parent for path in source.rglob("metrics/rmse"))
    (first / "meta.yaml").write_text("")
    (second / "meta.yaml").write_text("artifact_uri: /nowhere\n")
    [loss] = source.rglob("metrics/loss")
    loss.write_text(f"{loss.read_text()}1700000 half 5\n17000")
    (source / "models" / "price" / "version-1" / "meta.yaml").write_text("version: [")

    result = command("import", str(source), *into(folder))

    assert result.returncode == 1
    for damaged in (first / "meta.yaml", second / "meta.yaml", loss):
        assert str(damaged) in result.stderr
    assert "version-1" in result.stderr
    assert "    at " not in result.stderr
    with trackbook_server(folder) as server:
        ours, theirs = answers_of(server.url), answers_of(str(mlflow_folder))
        assert set(ours["runs"]) == set(theirs["runs"]) - {first.name, second.name}
        assert ours["histories"][loss.parts[-3]] == theirs["histories"][loss.parts[-3]] | {
            "auc": [(1, 42, "0.9")]
        }
        assert set(ours["registered models"]["price"]["versions"]) == {2}


def test_a_live_server_is_asked_with_its_token(command, folder, tmp_path, mlflow_database):
    live = tmp_path / "live"
    live.mkdir()
    assert command("import", f"sqlite:///{mlflow_database}", *into(live)).returncode == 0
    with trackbook_server(live, environment={"TRACKBOOK_TOKEN": "secret"}) as server:
        refused = command("import", server.url, *into(folder))
        assert refused.returncode == 1
        assert "Set MLFLOW_TRACKING_TOKEN" in refused.stderr

        result = command("import", server.url, *into(folder), MLFLOW_TRACKING_TOKEN="secret")
        assert result.returncode == 0, result.stderr
    with trackbook_server(folder) as server:
        assert answers_of(server.url) == answers_of(f"sqlite:///{mlflow_database}")
        assert artifacts_of(server.url) == artifacts_of(f"sqlite:///{mlflow_database}")


def test_a_real_server_is_asked_for_names_that_no_filter_can_hold(command, folder, oracle):
    theirs = client_of(oracle.url)
    run = theirs.create_run("0").info.run_id
    for name in ("it's", 'say "hi"', "both ' and \"", "x' AND name='y"):
        theirs.create_registered_model(name)
        theirs.create_model_version(name, f"runs:/{run}/model", run, description=name)

    result = command("import", oracle.url, *into(folder))

    assert "The source and the store agree." in result.stdout, result.stderr
    with trackbook_server(folder) as server:
        found = client_of(server.url).search_model_versions()
    assert {version.name: version.description for version in found} == {
        version.name: version.description for version in theirs.search_model_versions()
    }


def test_again_brings_what_is_new_and_nothing_twice(command, folder, tmp_path, mlflow_database):
    source = tmp_path / "copy.db"
    source.write_bytes(mlflow_database.read_bytes())
    assert command("import", f"sqlite:///{source}", *into(folder)).returncode == 0
    add_more(f"sqlite:///{source}")

    result = command("import", f"sqlite:///{source}", *into(folder))

    assert result.returncode == 0, result.stderr
    with trackbook_server(folder) as server:
        assert answers_of(server.url) == answers_of(f"sqlite:///{source}")


def test_what_was_added_here_stays(command, folder, mlflow_database):
    assert command("import", f"sqlite:///{mlflow_database}", *into(folder)).returncode == 0
    with trackbook_server(folder) as server:
        client = client_of(server.url)
        run = next(run for run in client.search_runs(["1"]) if run.info.run_name == "quick 0")
        client.log_metric(run.info.run_id, "rmse", 1.0, timestamp=9, step=9)
        client.set_tag(run.info.run_id, "mine", "yes")

        # While the server runs, too.
        result = command("import", f"sqlite:///{mlflow_database}", *into(folder))

        assert result.returncode == 0, result.stderr
        assert client.get_run(run.info.run_id).data.metrics["rmse"] == 1.0
        assert client.get_run(run.info.run_id).data.tags["mine"] == "yes"


def test_a_registered_model_of_the_same_name_is_left_alone(command, folder, mlflow_database):
    with trackbook_server(folder) as server:
        client_of(server.url).create_registered_model("price", description="ours")

        result = command("import", f"sqlite:///{mlflow_database}", *into(folder))

        assert result.returncode == 1
        assert "registered model 'price' was not stored" in result.stderr
        assert client_of(server.url).get_registered_model("price").description == "ours"


def test_an_interrupted_import_goes_on_while_the_server_is_written_to(command, folder, long_source):
    with trackbook_server(folder) as server:
        errors: list[BaseException] = []
        logged = threading.Event()
        done = threading.Event()

        def log() -> None:
            client = client_of(server.url)
            run = client.create_run("0").info.run_id
            count = 0
            try:
                while not done.is_set():
                    client.log_metric(run, "live", count, step=count)
                    count += 1
                    logged.set()
                assert len(client.get_metric_history(run, "live")) == count
            except BaseException as error:
                errors.append(error)

        logger = threading.Thread(target=log)
        logger.start()
        logged.wait(10)
        first = subprocess.Popen(
            command_line("import", f"sqlite:///{long_source}", *into(folder)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for_rows(folder / "store.db", "metrics", 20_000)
        first.send_signal(signal.SIGINT)
        _, said = first.communicate(timeout=20)
        second = command("import", f"sqlite:///{long_source}", *into(folder), "--json")
        done.set()
        logger.join(20)

        assert first.returncode == 130
        assert "Run the same command again to go on." in said
        assert "    at " not in said
        assert second.returncode == 0, second.stderr
        assert json.loads(second.stdout)["moved"]["points"] == 300_314
        assert errors == []
        client = client_of(server.url)
        assert len(client.get_metric_history(f"{599:032x}", "m")) == 500


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("sqlite:////nowhere/mlflow.db", "There is no database /nowhere/mlflow.db"),
        ("/nowhere/mlruns", "There is no /nowhere/mlruns"),
        ("ftp://host/x", "cannot be imported"),
        ("http://127.0.0.1:9", "No answer from http://127.0.0.1:9"),
        ("postgresql://127.0.0.1:9/mlflow", "Cannot read the PostgreSQL database"),
    ],
)
def test_a_source_that_is_none_is_explained(command, folder, source, message):
    result = command("import", source, *into(folder))

    assert result.returncode in (1, 2)
    assert message in result.stderr
    assert "    at " not in result.stderr


def test_without_a_store_the_user_is_asked_for_one(command, mlflow_database):
    result = command("import", f"sqlite:///{mlflow_database}")

    assert result.returncode == 2
    assert "There is no .trackbook/ in this folder" in result.stderr


def test_a_store_is_not_brought_into_itself_but_into_another(
    command, folder, tmp_path, mlflow_database
):
    assert command("import", f"sqlite:///{mlflow_database}", *into(folder)).returncode == 0

    itself = command("import", str(folder / "store.db"), *into(folder))
    other = command("import", str(folder / "store.db"), *into(tmp_path / "other"))

    assert itself.returncode == 2
    assert "The source is the store itself." in itself.stderr
    assert other.returncode == 0, other.stderr
    with trackbook_server(folder) as server:
        expected = answers_of(server.url, places=True), artifacts_of(server.url)
    with trackbook_server(tmp_path / "other") as server:
        assert (answers_of(server.url, places=True), artifacts_of(server.url)) == expected


def test_a_folder_without_runs_and_a_foreign_database_are_refused(command, folder, tmp_path):
    (tmp_path / "empty").mkdir()
    with sqlite3.connect(tmp_path / "other.db") as database:
        database.execute("CREATE TABLE t (x)")
    for source in ("empty", "other.db"):
        result = command("import", str(tmp_path / source), *into(folder))
        assert result.returncode == 1
        assert "MLflow" in result.stderr


def client_of(url: str) -> MlflowClient:
    return MlflowClient(url, registry_uri=url)


def fingerprint(path: Path) -> tuple[str, list[str]]:
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return content, sorted(entry.name for entry in path.parent.iterdir())


def wait_for_rows(database: Path, table: str, count: int) -> None:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        while connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] < count:
            pass
