"""What MLflow's client does with artifacts on S3, behind our server and beside it."""

from __future__ import annotations

import os
from pathlib import Path

import mlflow
import pytest
import requests
from mlflow import MlflowClient
from s3_server import S3Server
from servers import RunningServer
from workflow_run import run_workflow

MB = 2**20
WORKFLOW = [
    "test_artifacts.py",
    "test_models.py::test_a_model_is_loaded_from_its_run",
    "test_models.py::test_registered_while_logged_and_loaded_by_version_alias_and_stage",
]


@pytest.mark.parametrize("way", ["proxied", "direct"])
def test_the_workflow(way: str, s3: S3Server, request: pytest.FixtureRequest):
    server: RunningServer = request.getfixturevalue(way)
    run_workflow(server.url, tests=WORKFLOW, environment=s3.environment)
    assert any(key.startswith(f"{way}/") for key in s3.stored_keys())


def use(server: RunningServer) -> None:
    """Log there, whatever experiment of whatever server was active in this process before."""
    mlflow.set_tracking_uri(server.url)
    mlflow.set_experiment("Default")


@pytest.fixture
def tracked(request: pytest.FixtureRequest, client_on_s3: None) -> RunningServer:
    server: RunningServer = request.getfixturevalue(request.param)
    use(server)
    return server


@pytest.mark.parametrize("tracked", ["proxied", "direct"], indirect=True)
def test_the_page_reads_what_the_client_wrote(tracked: RunningServer):
    with mlflow.start_run() as run:
        mlflow.log_text("<b>hello</b>", "sub dir/page.html")
    query = {"run_id": run.info.run_id}
    listed = requests.get(
        f"{tracked.url}/ajax-api/2.0/mlflow/artifacts/list", {**query, "path": "sub dir"}
    ).json()
    assert listed["files"] == [{"path": "sub dir/page.html", "is_dir": False, "file_size": 12}]
    shown = requests.get(f"{tracked.url}/get-artifact", {**query, "path": "sub dir/page.html"})
    assert shown.text == "<b>hello</b>"
    assert shown.headers["Content-Security-Policy"] == "sandbox"
    assert shown.headers["Content-Disposition"].startswith("attachment")


def test_a_large_file_goes_in_parts(
    proxied: RunningServer,
    s3: S3Server,
    client_on_s3: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true")
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", str(MB))
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", str(5 * MB))
    monkeypatch.setenv("MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE", str(4 * MB))
    content = os.urandom(12 * MB + 7)
    file = tmp_path / "weights + ü.bin"
    file.write_bytes(content)
    use(proxied)
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(file), "model")

    key = f"proxied/0/{run.info.run_id}/artifacts/model/{file.name}"
    # The tag of an object made of parts ends with their number.
    assert s3.client.head_object(Bucket=s3.bucket, Key=key)["ETag"].endswith('-3"')
    assert s3.open_uploads() == []
    path = f"model/{file.name}"
    for presigned in ("true", "false"):
        monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD", presigned)
        target = tmp_path / presigned
        target.mkdir()
        got = MlflowClient().download_artifacts(run.info.run_id, path, str(target))
        assert Path(got).read_bytes() == content
