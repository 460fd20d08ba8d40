"""The example notebooks, run headless from top to bottom, and what they leave on the server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from mlflow import MlflowClient
from mlflow.entities import Run
from mlflow.entities.model_registry import ModelVersion

from trackbook.embedded.server_record import ServerRecord
from trackbook.embedded.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]
# Read before the tests clear the environment of Trackbook's variables.
DATA = Path(os.environ.get("TRACKBOOK_DATA") or ROOT.parent / "shared" / "data").resolve()
SMALL = {"TRACKBOOK_EXAMPLE_ROWS": "3000", "TRACKBOOK_EXAMPLE_TRIALS": "2"}
MODEL = "taxi-duration"

pytestmark = [
    pytest.mark.slow(seconds=15),
    pytest.mark.skipif(
        not list(DATA.glob("green_tripdata_2021-0[123].parquet")),
        reason=f"no taxi data in {DATA}: name its folder in TRACKBOOK_DATA",
    ),
]


@dataclass
class Examples:
    """A working folder with the examples, and the server that Jupyter would run beside them."""

    folder: Path
    record: ServerRecord

    def execute(self, notebook: str) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MLFLOW_", "TRACKBOOK_"))}
        done = subprocess.run(
            [sys.executable, "-m", "jupyter", "execute", "--inplace", notebook],
            cwd=self.folder,
            env={**kept, **SMALL, "TRACKBOOK_DATA": str(DATA)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Examples]:
    """All three notebooks executed, the registry's twice: it must find its own versions again."""
    folder = tmp_path_factory.mktemp("examples") / "work"
    shutil.copytree(ROOT / "examples", folder, ignore=shutil.ignore_patterns("data", "output"))
    supervisor = Supervisor(folder / ".trackbook")
    supervisor.start()
    status = supervisor.wait_settled(30)
    assert status.state == "running", status.message
    examples = Examples(folder, status.record)
    try:
        for name in ("duration-prediction", "model-registry", "model-registry", "homework"):
            examples.execute(f"{name}.ipynb")
        yield examples
    finally:
        supervisor.stop()


@pytest.fixture
def client(examples: Examples, monkeypatch: pytest.MonkeyPatch) -> MlflowClient:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", examples.record.token)
    return MlflowClient(examples.record.url, registry_uri=examples.record.url)


def runs_of(client: MlflowClient, experiment: str) -> dict[str, Run]:
    """The runs of an experiment by name; of equal names the newest."""
    found = client.get_experiment_by_name(experiment)
    assert found is not None, f"there is no experiment {experiment}"
    runs = client.search_runs([found.experiment_id], order_by=["attributes.start_time ASC"])
    return {run.info.run_name: run for run in runs}


def cell_of(run: Run) -> tuple[str, str]:
    return run.data.tags["trackbook.notebook"], run.data.tags["trackbook.cell_id"]


def artifacts_of(client: MlflowClient, run: Run, path: str = "") -> list[str]:
    return [file.path for file in client.list_artifacts(run.info.run_id, path)]


def test_every_model_family_has_a_finished_run_with_a_plausible_error(client: MlflowClient) -> None:
    runs = runs_of(client, MODEL)
    scored = {name: run for name, run in runs.items() if "model_family" in run.data.tags}
    assert set(scored) == {
        "linear-regression",
        "lasso-0.001",
        "lasso-0.01",
        "ridge-0.1",
        "ridge-1.0",
        "xgboost-best",
        "gradient-boosting",
    }
    for name, run in scored.items():
        assert run.info.status == "FINISHED"
        assert 5 < run.data.metrics["rmse"] < 13, name
    boosted = ("xgboost-best", "gradient-boosting")
    assert all(scored[name].data.metrics["rmse"] < 8 for name in boosted)


def test_a_tracked_cell_and_a_recording_are_runs_of_their_cells(
    client: MlflowClient, tmp_path: Path
) -> None:
    runs = runs_of(client, MODEL)
    cell, recording = runs["linear-regression"], runs["where-xgboost-errs"]
    assert cell.data.tags["trackbook.kind"] == "cell"
    assert cell_of(cell) == ("duration-prediction.ipynb", "linear-regression")

    assert recording.data.tags["trackbook.kind"] == "recording"
    assert recording.data.metrics["worst_rmse"] > 0
    assert "rmse-by-distance.png" in artifacts_of(client, recording)
    cells_file = client.download_artifacts(
        recording.info.run_id, "trackbook/cells.json", str(tmp_path)
    )
    executed = [each["cell_id"] for each in json.loads(Path(cells_file).read_text())["executions"]]
    assert executed[-3:] == ["errors-by-distance", "errors-figure", "errors-worst"] or (
        executed[-4:-1] == ["errors-by-distance", "errors-figure", "errors-worst"]
    )


def test_each_trial_is_a_child_of_the_search_with_its_curve(client: MlflowClient) -> None:
    runs = runs_of(client, MODEL)
    parent = runs["xgboost-search"].info.run_id
    trials = [run for run in runs.values() if run.data.tags.get("mlflow.parentRunId") == parent]
    assert len(trials) == int(SMALL["TRACKBOOK_EXAMPLE_TRIALS"])
    for trial in trials:
        curve = client.get_metric_history(trial.info.run_id, "validation_rmse")
        assert [point.step for point in curve] == list(range(len(curve)))
        assert curve[-1].value < curve[0].value
        assert cell_of(trial) == ("duration-prediction.ipynb", "xgboost-search")


@pytest.mark.parametrize("name", ["ridge-0.1", "xgboost-best", "gradient-boosting"])
def test_models_are_kept_with_their_preprocessor(client: MlflowClient, name: str) -> None:
    run = runs_of(client, MODEL)[name]
    assert artifacts_of(client, run, "preprocessor") == ["preprocessor/preprocessor.joblib"]
    (output,) = run.outputs.model_outputs
    assert client.get_logged_model(output.model_id).status == "READY"


def test_autolog_recorded_what_the_notebook_did_not_write(client: MlflowClient) -> None:
    run = runs_of(client, MODEL)["gradient-boosting"]
    assert run.data.params["n_estimators"] == "100"
    assert run.data.metrics["training_score"] > 0.5


def test_the_registry_has_a_champion_and_a_challenger_tested_on_march(client: MlflowClient) -> None:
    versions = {
        alias: client.get_model_version_by_alias(MODEL, alias)
        for alias in ("champion", "challenger")
    }
    assert versions["champion"].current_stage == "Production"
    assert versions["challenger"].current_stage == "Staging"
    assert {v.tags["model_family"] for v in versions.values()} == {"xgboost", "gradient-boosting"}
    for alias, version in versions.items():
        assert 5 < float(version.tags["march_rmse"]) < 9
        assert f"{alias} since" in version.description

    def rmse(version: ModelVersion) -> float:
        return float(version.tags["march_rmse"])

    assert rmse(versions["champion"]) <= rmse(versions["challenger"]) / 0.98


def test_a_second_pass_through_the_registry_makes_no_new_versions(client: MlflowClient) -> None:
    assert len(client.search_model_versions(f"name = '{MODEL}'")) == 2
    test = runs_of(client, MODEL)["test-on-march"]
    assert test.data.params.keys() == {"champion_version", "challenger_version"}


def test_runs_of_the_homework_s_scripts_are_tied_to_the_cells_that_started_them(
    client: MlflowClient,
) -> None:
    steps = {
        "homework-random-forest": "run-train",
        "homework-hpo": "run-hpo",
        "homework-candidates": "run-register",
    }
    for experiment, cell in steps.items():
        runs = runs_of(client, experiment)
        assert runs
        for run in runs.values():
            assert run.info.status == "FINISHED"
            assert cell_of(run) == ("homework.ipynb", cell)
            assert run.data.tags["mlflow.source.name"].endswith(".py")


def test_the_homework_registers_the_candidate_with_the_lowest_error(client: MlflowClient) -> None:
    candidates = runs_of(client, "homework-candidates").values()
    best = min(candidates, key=lambda run: run.data.metrics["test_rmse"])
    (version,) = client.search_model_versions("name = 'homework-random-forest'")
    assert version.run_id == best.info.run_id
    assert version.tags["test_rmse"] == f"{best.data.metrics['test_rmse']:.3f}"
