"""Fixtures of the tests that every supported mlflow client runs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import mlflow
import numpy as np
import pytest
from client_version import client_major
from mlflow import MlflowClient


@pytest.fixture(autouse=True)
def connected(tracking_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The client retries a failure of the server for minutes, which would only hide it here.
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    mlflow.set_tracking_uri(tracking_uri)
    mlflow.set_registry_uri(tracking_uri)
    yield
    while mlflow.active_run():
        mlflow.end_run()
    # Whatever runs next in this process chooses its own servers.
    mlflow.set_tracking_uri(None)
    mlflow.set_registry_uri(None)


@pytest.fixture
def client() -> MlflowClient:
    return MlflowClient()


@pytest.fixture
def experiment_id() -> str:
    """The active experiment, fresh for each test."""
    return mlflow.set_experiment(f"contract {uuid.uuid4().hex}").experiment_id


@pytest.fixture
def model_name() -> str:
    return f"model-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def samples() -> tuple[np.ndarray, np.ndarray]:
    features = np.array([[0.0], [1.0], [2.0], [3.0]])
    return features, 2 * features[:, 0] + 1


@pytest.fixture
def regression(samples):
    """y = 2x + 1, fitted exactly."""
    from sklearn.linear_model import LinearRegression

    return LinearRegression().fit(*samples)


@pytest.fixture
def needs_client_3() -> None:
    if client_major() < 3:
        pytest.skip("logged models came with mlflow 3")
