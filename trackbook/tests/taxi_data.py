"""The taxi months: in `TRACKBOOK_DATA`, or else in `../shared/data`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
# Read before the tests clear the environment of Trackbook's variables.
DATA = Path(os.environ.get("TRACKBOOK_DATA") or REPOSITORY.parent / "shared" / "data").resolve()


def taxi_month(month: str) -> Path:
    path = DATA / f"green_tripdata_{month}.parquet"
    if not path.exists():
        pytest.skip(f"no taxi data in {DATA}: name its folder in TRACKBOOK_DATA")
    return path
