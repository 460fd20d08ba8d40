"""Test the best settings of hpo.py on the test month and register the best model."""

from __future__ import annotations

from pathlib import Path

import mlflow
from mlflow.entities import Run
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import root_mean_squared_error

import hpo
import splits

EXPERIMENT = "homework-candidates"
MODEL = "homework-random-forest"


def best_trials(count: int) -> list[Run]:
    trials = mlflow.search_runs(
        experiment_names=[hpo.EXPERIMENT],
        filter_string="attributes.status = 'FINISHED'",
        order_by=["metrics.rmse ASC"],
        max_results=count,
        output_format="list",
    )
    if not trials:
        raise SystemExit(f"no finished run in {hpo.EXPERIMENT}: run hpo.py first")
    return trials


def settings_of(trial: Run) -> dict[str, int]:
    """The parameters as numbers again: MLflow keeps them as text."""
    return {name: int(value) for name, value in trial.data.params.items()}


def test_candidate(folder: Path, trial: Run) -> tuple[float, str]:
    """Train with the trial's settings; answer the rmse on the test month and the run."""
    features, minutes = splits.load(folder, "train")
    with mlflow.start_run(run_name=f"candidate-{trial.info.run_name}") as run:
        mlflow.set_tag("trial_run_id", trial.info.run_id)
        model = RandomForestRegressor(**settings_of(trial), n_jobs=-1).fit(features, minutes)
        for split in ("validation", "test"):
            split_features, split_minutes = splits.load(folder, split)
            rmse = root_mean_squared_error(split_minutes, model.predict(split_features))
            mlflow.log_metric(f"{split}_rmse", rmse)
    print(f"{run.info.run_name}: rmse {rmse:.3f} minutes on the test month")
    return rmse, run.info.run_id


def main(folder: Path, count: int) -> None:
    trials = best_trials(count)
    mlflow.set_experiment(EXPERIMENT)
    mlflow.sklearn.autolog(log_datasets=False)
    rmse, run_id = min(test_candidate(folder, trial) for trial in trials)
    version = mlflow.register_model(
        f"runs:/{run_id}/model", MODEL, tags={"test_rmse": f"{rmse:.3f}"}
    )
    print(f"registered {version.name} version {version.version}")


if __name__ == "__main__":
    parser = splits.argument_parser(__doc__)
    parser.add_argument("--count", type=int, default=5, help="how many of the best to test")
    arguments = parser.parse_args()
    main(arguments.data, arguments.count)
