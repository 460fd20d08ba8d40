"""The environment variables by which Jupyter's server, kernels and scripts know of the server.

The server extension publishes the embedded server's address before kernels start; they inherit
it, and the scripts that their cells start inherit it from them.
"""

from __future__ import annotations

import os
from pathlib import Path

from .embedded.server_record import ServerRecord

TRACKING_URI = "MLFLOW_TRACKING_URI"
TRACKING_TOKEN = "MLFLOW_TRACKING_TOKEN"
# Ours beside MLflow's, to tell an address that we published from one that the user chose.
OUR_URI = "TRACKBOOK_TRACKING_URI"
OUR_DATA_DIR = "TRACKBOOK_DATA_DIR"
OFFLINE = "TRACKBOOK_OFFLINE"
DATA_LIMITS = "TRACKBOOK_DATA_LIMITS"


def chosen_uri() -> str | None:
    """The tracking URI that the user set, not one inherited from a Trackbook around us."""
    uri = os.environ.get(TRACKING_URI)
    return uri if uri and uri != os.environ.get(OUR_URI) else None


def chosen_token() -> str | None:
    """The token that the user set, not that of a Trackbook around us."""
    return None if OUR_URI in os.environ else os.environ.get(TRACKING_TOKEN)


def offline() -> bool:
    """Whether kernels start in offline mode."""
    return os.environ.get(OFFLINE, "").lower() in ("1", "true", "on")


def publish(record: ServerRecord, data_dir: Path) -> None:
    """Point this process and those it starts at the folder's embedded server."""
    os.environ[TRACKING_URI] = os.environ[OUR_URI] = record.url
    os.environ[TRACKING_TOKEN] = record.token
    os.environ[OUR_DATA_DIR] = str(data_dir)
