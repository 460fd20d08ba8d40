"""The model registry: models, versions, stages, aliases and tags."""

from __future__ import annotations

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException


@pytest.fixture
def registered(client: MlflowClient, model_name: str) -> str:
    """A registered model with three versions of one run."""
    client.create_registered_model(model_name, tags={"team": "taxi"}, description="durations")
    mlflow.set_experiment("registry")
    with mlflow.start_run() as run:
        mlflow.log_text("x", "model/MLmodel")
    for month in range(1, 4):
        client.create_model_version(
            model_name,
            source=f"{run.info.artifact_uri}/model",
            run_id=run.info.run_id,
            tags={"month": f"2021-0{month}"},
            description=f"month {month}",
        )
    return model_name


def test_a_registered_model_is_described_and_renamed(client: MlflowClient, registered: str):
    client.update_registered_model(registered, description="ride durations")
    client.set_registered_model_tag(registered, "owner", "ann")
    client.delete_registered_model_tag(registered, "team")
    client.set_registered_model_alias(registered, "champion", "2")
    client.rename_registered_model(registered, f"{registered}-renamed")

    model = client.get_registered_model(f"{registered}-renamed")
    assert model.description == "ride durations"
    assert model.tags == {"owner": "ann"}
    assert model.aliases == {"champion": "2"}
    assert client.get_model_version(model.name, "2").tags == {"month": "2021-02"}
    with pytest.raises(MlflowException, match="not found"):
        client.get_registered_model(registered)


def test_names_are_unique_and_checked(client: MlflowClient, registered: str):
    with pytest.raises(MlflowException, match="already exists") as raised:
        client.create_registered_model(registered)
    assert raised.value.error_code == "RESOURCE_ALREADY_EXISTS"
    with pytest.raises(MlflowException, match="cannot contain"):
        client.create_registered_model("a/b")


def test_versions_count_up_and_are_never_reused(client: MlflowClient, registered: str):
    client.delete_model_version(registered, "3")
    source = client.get_model_version_download_uri(registered, "1")
    run_id = client.get_model_version(registered, "1").run_id
    created = client.create_model_version(registered, source=source, run_id=run_id)
    assert str(created.version) == "4"
    with pytest.raises(MlflowException, match="not found"):
        client.get_model_version(registered, "3")


def test_a_version_is_described_and_tagged(client: MlflowClient, registered: str):
    client.update_model_version(registered, "1", description="the first")
    client.set_model_version_tag(registered, "1", "tested", "yes")
    client.set_model_version_tag(registered, stage="None", key="newest", value="yes")
    client.delete_model_version_tag(registered, "1", "month")
    first = client.get_model_version(registered, "1")
    assert first.description == "the first"
    assert first.tags == {"tested": "yes"}
    assert client.get_model_version(registered, "3").tags["newest"] == "yes"


def test_stages(client: MlflowClient, registered: str):
    client.transition_model_version_stage(registered, "1", "production")
    client.transition_model_version_stage(registered, "2", "Staging")
    promoted = client.transition_model_version_stage(
        registered, "2", "Production", archive_existing_versions=True
    )
    assert promoted.current_stage == "Production"
    assert client.get_model_version(registered, "1").current_stage == "Archived"

    latest = {v.current_stage: str(v.version) for v in client.get_latest_versions(registered)}
    assert latest == {"Archived": "1", "Production": "2", "None": "3"}
    (production,) = client.get_latest_versions(registered, ["production"])
    assert str(production.version) == "2"
    with pytest.raises(MlflowException, match="Invalid Model Version stage"):
        client.transition_model_version_stage(registered, "1", "Shelf")


def test_aliases(client: MlflowClient, registered: str):
    client.set_registered_model_alias(registered, "champion", "1")
    client.set_registered_model_alias(registered, "challenger", "2")
    client.set_registered_model_alias(registered, "champion", "3")
    assert str(client.get_model_version_by_alias(registered, "champion").version) == "3"
    assert client.get_model_version(registered, "2").aliases == ["challenger"]
    assert client.get_model_version(registered, "1").aliases == []

    client.delete_registered_model_alias(registered, "champion")
    with pytest.raises(MlflowException, match="champion not found"):
        client.get_model_version_by_alias(registered, "champion")
    for reserved in ("latest", "v1"):
        with pytest.raises(MlflowException, match="reserved"):
            client.set_registered_model_alias(registered, reserved, "1")


def test_deleting_a_model_takes_its_versions_along(client: MlflowClient, registered: str):
    client.delete_registered_model(registered)
    assert client.search_model_versions(f"name = '{registered}'") == []
    client.create_registered_model(registered)
    assert client.get_registered_model(registered).tags == {}


def test_registered_from_a_run_uri(client: MlflowClient, model_name: str):
    mlflow.set_experiment("registry")
    with mlflow.start_run() as run:
        mlflow.log_text("x", "model/MLmodel")
    uri = f"runs:/{run.info.run_id}/model"
    first = mlflow.register_model(uri, model_name, tags={"by": "hand"})
    second = mlflow.register_model(uri, model_name)
    assert (str(first.version), str(second.version)) == ("1", "2")
    stored = client.get_model_version(model_name, "1")
    assert stored.run_id == run.info.run_id
    assert stored.tags == {"by": "hand"}
    assert stored.source.endswith(f"{run.info.run_id}/artifacts/model")


def test_a_version_is_copied_to_another_model(client: MlflowClient, registered: str):
    copied = client.copy_model_version(f"models:/{registered}/2", f"{registered}-copy")
    assert copied.source == f"models:/{registered}/2"
    original_uri = client.get_model_version_download_uri(registered, "2")
    assert client.get_model_version_download_uri(f"{registered}-copy", "1") == original_uri


@pytest.mark.usefixtures("needs_client_3")
def test_a_prompt_is_kept_apart_from_models(client: MlflowClient, model_name: str):
    client.register_prompt(model_name, "Tell {{x}}")
    client.register_prompt(model_name, "Say {{x}}")
    client.set_prompt_alias(model_name, "best", 1)

    assert client.load_prompt(f"prompts:/{model_name}@best").template == "Tell {{x}}"
    assert client.load_prompt(f"prompts:/{model_name}@latest").version == 2
    assert [prompt.name for prompt in client.search_prompts(f"name = '{model_name}'")]
    assert client.search_registered_models(f"name = '{model_name}'") == []
