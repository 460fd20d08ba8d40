"""Green taxi trips of New York: reading a month, and turning trips into features.

The notebooks and the homework scripts share this file, so that each of them
trains and tests on exactly the same trips.
"""

from __future__ import annotations

import os
import urllib.request
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from tqdm import tqdm

TLC_ADDRESS = "https://d37ci6vzurychx.cloudfront.net/trip-data"
COLUMNS = [
    "lpep_pickup_datetime",
    "lpep_dropoff_datetime",
    "PULocationID",
    "DOLocationID",
    "trip_distance",
]
FEATURES = ["PU_DO", "trip_distance"]
TARGET = "duration"

_HERE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """Where the months are kept: TRACKBOOK_DATA, or `data/` beside this file."""
    return Path(os.environ.get("TRACKBOOK_DATA") or _HERE / "data").expanduser()


def example_rows() -> int | None:
    """How many rows of a month to use (TRACKBOOK_EXAMPLE_ROWS); all when unset."""
    rows = os.environ.get("TRACKBOOK_EXAMPLE_ROWS")
    return int(rows) if rows else None


def example_trials(default: int) -> int:
    """How many settings hyperopt may try (TRACKBOOK_EXAMPLE_TRIALS)."""
    return int(os.environ.get("TRACKBOOK_EXAMPLE_TRIALS") or default)


def month_file(month: int, year: int = 2021) -> Path:
    """The file of a month, downloaded from the TLC when it is not there yet."""
    name = f"green_tripdata_{year}-{month:02}.parquet"
    target = data_folder() / name
    if not target.exists():
        _download(f"{TLC_ADDRESS}/{name}", target)
    return target


def clean_trips(trips: pd.DataFrame) -> pd.DataFrame:
    """Trips of 1 to 60 minutes, with their duration and their features.

    Shorter trips are mostly meters switched on by mistake, longer ones mostly
    meters that nobody switched off.
    """
    took = trips.lpep_dropoff_datetime - trips.lpep_pickup_datetime
    trips = trips.assign(duration=took.dt.total_seconds() / 60)
    trips = trips[trips.duration.between(1, 60)]
    pickup, dropoff = trips.PULocationID.astype(str), trips.DOLocationID.astype(str)
    return trips.assign(PU_DO=pickup + "_" + dropoff)[[*FEATURES, TARGET]]


def read_month(month: int, year: int = 2021) -> pd.DataFrame:
    """The usable trips of a month, with the columns PU_DO, trip_distance and duration."""
    trips = pd.read_parquet(month_file(month, year), columns=COLUMNS)
    rows = example_rows()
    if rows is not None and rows < len(trips):
        trips = trips.sample(rows, random_state=year * 100 + month)
    return clean_trips(trips).reset_index(drop=True)


def fit_preprocessor(trips: pd.DataFrame) -> DictVectorizer:
    """Learn the columns: one per pair of zones, and one for the distance."""
    return DictVectorizer().fit(_records(trips))


class TripMatrix(csr_matrix):
    """A sparse matrix that refuses to be unpacked when that takes gigabytes.

    MLflow's autolog unpacks the training matrix to describe it as a data set,
    even with `log_datasets=False`: for one month 8 GB of zeros, copied twice.
    It takes a refusal well and only leaves that description out.
    """

    def toarray(self, *args: Any, **kwargs: Any) -> np.ndarray:
        gigabytes = self.shape[0] * self.shape[1] * self.dtype.itemsize / 1e9
        if gigabytes > 1:
            raise MemoryError(f"unpacked, this matrix would take {gigabytes:.1f} GB")
        return super().toarray(*args, **kwargs)


def to_features(preprocessor: DictVectorizer, trips: pd.DataFrame) -> TripMatrix:
    """The trips as a sparse matrix with the columns that the preprocessor knows."""
    features = TripMatrix(preprocessor.transform(_records(trips)))
    # Some releases of scikit-learn index this matrix with int64, which Lasso,
    # the tree ensembles and others refuse. 32 bits are plenty for these months.
    features.indices = features.indices.astype("int32", copy=False)
    features.indptr = features.indptr.astype("int32", copy=False)
    return features


def _records(trips: pd.DataFrame) -> list[dict]:
    return trips[FEATURES].to_dict(orient="records")


def _download(address: str, target: Path) -> None:
    """Fetch a file whole or not at all: a broken download leaves nothing behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with urllib.request.urlopen(address, timeout=60) as reply:
        size = int(reply.headers.get("Content-Length") or 0)
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            with part.open("wb") as sink:
                _copy(reply, sink, size, target.name)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _copy(source: BinaryIO, sink: BinaryIO, size: int, name: str) -> None:
    with tqdm(total=size or None, unit="B", unit_scale=True, desc=name) as bar:
        while chunk := source.read(1 << 16):
            sink.write(chunk)
            bar.update(len(chunk))
        if size and bar.n != size:
            raise OSError(f"{name}: got {bar.n} of {size} bytes; please try again")
