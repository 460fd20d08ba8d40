"""Train one random forest; autolog records its parameters, metrics and model."""

from __future__ import annotations

from pathlib import Path

import mlflow
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import root_mean_squared_error

import splits

EXPERIMENT = "homework-random-forest"


def main(folder: Path, max_depth: int) -> None:
    features, minutes = splits.load(folder, "train")
    validation_features, validation_minutes = splits.load(folder, "validation")

    mlflow.set_experiment(EXPERIMENT)
    mlflow.sklearn.autolog(log_datasets=False)
    with mlflow.start_run(run_name=f"forest-depth-{max_depth}"):
        model = RandomForestRegressor(max_depth=max_depth, random_state=0, n_jobs=-1)
        model.fit(features, minutes)
        predicted = model.predict(validation_features)
        rmse = root_mean_squared_error(validation_minutes, predicted)
        mlflow.log_metric("rmse", rmse)
    print(f"rmse {rmse:.3f} minutes on the validation month")


if __name__ == "__main__":
    parser = splits.argument_parser(__doc__)
    parser.add_argument("--max-depth", type=int, default=10)
    arguments = parser.parse_args()
    main(arguments.data, arguments.max_depth)
