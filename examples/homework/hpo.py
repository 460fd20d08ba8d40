"""Look for better settings of the random forest with hyperopt, one run per trial."""

from __future__ import annotations

import os
from pathlib import Path

import mlflow
import numpy as np
from hyperopt import STATUS_OK, fmin, hp, tpe
from hyperopt.pyll import scope
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import root_mean_squared_error

import splits

EXPERIMENT = "homework-hpo"
SPACE = {
    "max_depth": scope.int(hp.quniform("max_depth", 4, 20, 1)),
    "n_estimators": scope.int(hp.quniform("n_estimators", 10, 50, 1)),
    "min_samples_split": scope.int(hp.quniform("min_samples_split", 2, 10, 1)),
    "min_samples_leaf": scope.int(hp.quniform("min_samples_leaf", 1, 4, 1)),
    "random_state": 42,
}


def main(folder: Path, trials: int) -> None:
    features, minutes = splits.load(folder, "train")
    validation_features, validation_minutes = splits.load(folder, "validation")
    mlflow.set_experiment(EXPERIMENT)

    def objective(settings: dict) -> dict:
        with mlflow.start_run():
            mlflow.log_params(settings)
            model = RandomForestRegressor(**settings, n_jobs=-1).fit(features, minutes)
            predicted = model.predict(validation_features)
            rmse = root_mean_squared_error(validation_minutes, predicted)
            mlflow.log_metric("rmse", rmse)
        return {"loss": rmse, "status": STATUS_OK}

    fmin(
        objective,
        SPACE,
        algo=tpe.suggest,
        max_evals=trials,
        rstate=np.random.default_rng(42),
    )


if __name__ == "__main__":
    parser = splits.argument_parser(__doc__)
    parser.add_argument(
        "--trials", type=int, default=int(os.environ.get("TRACKBOOK_EXAMPLE_TRIALS") or 15)
    )
    arguments = parser.parse_args()
    main(arguments.data, arguments.trials)
