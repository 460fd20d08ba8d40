"""Which generation of the mlflow client runs the tests."""

import mlflow


def client_major() -> int:
    return int(mlflow.__version__.split(".")[0])
