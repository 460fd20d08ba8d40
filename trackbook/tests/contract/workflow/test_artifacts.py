"""Artifacts of a run: every log_* that writes a file, and what is read back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException


def read(run_id: str, path: str) -> bytes:
    return Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path=path)).read_bytes()


def test_text_and_dict(experiment_id: str):
    with mlflow.start_run() as run:
        mlflow.log_text("héllo", "notes/a b+c.txt")
        mlflow.log_dict({"depth": 3}, "params.json")
        mlflow.log_dict({"depth": 3}, "params.yaml")
    assert read(run.info.run_id, "notes/a b+c.txt").decode() == "héllo"
    assert json.loads(read(run.info.run_id, "params.json")) == {"depth": 3}
    assert read(run.info.run_id, "params.yaml") == b"depth: 3\n"


def test_figure_and_image(experiment_id: str):
    figures = pytest.importorskip("matplotlib.figure")
    images = pytest.importorskip("PIL.Image")
    figure = figures.Figure()
    figure.subplots().plot([0, 1], [1, 0])
    image = images.new("RGB", (4, 3), "red")
    with mlflow.start_run() as run:
        mlflow.log_figure(figure, "plots/line.png")
        mlflow.log_image(image, "red.png")
        mlflow.log_image(image, key="batch", step=2)
    assert read(run.info.run_id, "plots/line.png").startswith(b"\x89PNG")
    assert read(run.info.run_id, "red.png").startswith(b"\x89PNG")
    stepped = mlflow.artifacts.list_artifacts(run_id=run.info.run_id, artifact_path="images")
    assert len(stepped) == 2
    assert all("batch" in Path(entry.path).name for entry in stepped)


def test_a_table_grows_and_is_loaded(experiment_id: str):
    with mlflow.start_run() as run:
        mlflow.log_table({"question": ["a"], "answer": ["1"]}, "qa.json")
        mlflow.log_table({"question": ["b"], "answer": ["2"]}, "qa.json")
    table = mlflow.load_table("qa.json", run_ids=[run.info.run_id])
    assert table["question"].tolist() == ["a", "b"]
    assert "mlflow.loggedArtifacts" in mlflow.get_run(run.info.run_id).data.tags


def test_files_and_folders(client: MlflowClient, experiment_id: str, tmp_path: Path):
    blob = os.urandom(3_000_000)
    (tmp_path / "model" / "data").mkdir(parents=True)
    (tmp_path / "model" / "data" / "weights.bin").write_bytes(blob)
    (tmp_path / "model" / "Ünïcode näme.txt").write_text("x")
    (tmp_path / "model" / "empty").touch()
    with mlflow.start_run() as run:
        mlflow.log_artifacts(str(tmp_path / "model"), "model")
        mlflow.log_artifact(str(tmp_path / "model" / "empty"), "top")
    run_id = run.info.run_id

    # Through a server the client cannot tell an empty file's size from none.
    listed = client.list_artifacts(run_id, "model")
    entries = {(a.path, a.is_dir, a.file_size or None) for a in listed}
    assert entries == {
        ("model/data", True, None),
        ("model/Ünïcode näme.txt", False, 1),
        ("model/empty", False, None),
    }
    assert [a.path for a in client.list_artifacts(run_id)] == ["model", "top"]
    assert read(run_id, "model/data/weights.bin") == blob
    whole = Path(client.download_artifacts(run_id, "model", str(tmp_path)))
    assert (whole / "Ünïcode näme.txt").read_text() == "x"


def test_an_artifact_is_replaced(experiment_id: str):
    with mlflow.start_run() as run:
        mlflow.log_text("a long first version", "note.txt")
        mlflow.log_text("second", "note.txt")
    assert read(run.info.run_id, "note.txt") == b"second"


def test_a_missing_artifact_and_a_missing_folder(client: MlflowClient, experiment_id: str):
    with mlflow.start_run() as run:
        mlflow.log_text("x", "there.txt")
    assert client.list_artifacts(run.info.run_id, "nowhere") == []
    with pytest.raises((MlflowException, OSError), match="nowhere"):
        mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="nowhere.txt")


def test_artifacts_are_deleted(experiment_id: str):
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    with mlflow.start_run() as run:
        mlflow.log_text("x", "sub/a.txt")
        mlflow.log_text("y", "b.txt")
    repository = get_artifact_repository(run.info.artifact_uri)
    repository.delete_artifacts("sub")
    assert [a.path for a in repository.list_artifacts()] == ["b.txt"]
