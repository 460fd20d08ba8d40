"""Fingerprints of frames and arrays, and the environment, without a kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from trackbook.kernel.data.frame_records import MOST_ROWS, frame_record
from trackbook.kernel.data.frame_snapshots import FRAMES_PER_CELL, CopyBudget, Snapshots
from trackbook.kernel.data.limits import DataLimits
from trackbook.kernel.environment_record import environment_record, uncommitted_diff
from trackbook.kernel.provenance import Commit

VALUES = {
    "count": [3, 1, 2],
    "fare": [1.5, None, 2.5],
    "flag": ["y", None, "n"],
    "paid": [True, False, True],
}


class Pace:
    """Never in the way of a cell; stops for this reason."""

    def __init__(self, stopped: str | None = None) -> None:
        self.stopped = stopped

    def yield_to_cell(self, took: float) -> None: ...


def record_of(frame, stopped=None, limits=None):
    limits = limits or DataLimits()
    snapshots = Snapshots(CopyBudget(limits))
    snapshots.take("df", frame, "assigned")
    [snapshot] = snapshots.taken
    return frame_record(snapshot, limits, Pace(stopped))


def test_equal_values_have_equal_digests_in_every_library():
    records = [record_of(kind(VALUES)) for kind in (pd.DataFrame, pl.DataFrame, pa.table)]
    digests = [[column["digest"] for column in record["columns"]] for record in records]

    assert digests[0] == digests[1] == digests[2]
    assert [column["missing"] for column in records[0]["columns"]] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    "change",
    [
        lambda df: df.assign(x=df.x.where(df.x != 149_999, -1)),
        lambda df: df.rename(columns={"x": "y"}),
        lambda df: df.astype({"x": "float64"}),
        lambda df: df.iloc[::-1],
        lambda df: df.head(149_999),
    ],
)
def test_every_change_changes_the_digest(change):
    frame = pd.DataFrame({"x": np.arange(150_000)})
    assert record_of(frame)["digest"] == record_of(frame.copy())["digest"]
    assert record_of(frame)["digest"] != record_of(change(frame))["digest"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pd.Series([1, 2], dtype=object), ["1", "2"]),
        ([1, "2"], ["1", 2]),
        (pd.Series([True, None], dtype=object), ["True", None]),
        ([[1, 2]], ["[1, 2]"]),
        (pd.Categorical([1, 2]), pd.Categorical(["1", "2"])),
        (pd.Categorical(["a", "b"]), pd.Categorical(["a", "b"], categories=["b", "a"])),
        (pd.Categorical(["a", "b"]), pd.Categorical(["a", "b"], ordered=True)),
        (pd.Categorical(["a", "b"]), pd.Categorical(["a", "b"], categories=["a", "b", "c"])),
        ([np.array([(1, "a")], dtype="i4,U2")[0]], [np.array([(1, "b")], dtype="i4,U2")[0]]),
    ],
    ids=range(9),
)
def test_values_that_only_look_the_same_have_another_digest(one, other):
    records = [record_of(pd.DataFrame({"x": values})) for values in (one, other)]

    assert all(record["digest"] for record in records)
    assert records[0]["columns"][0]["digest"] != records[1]["columns"][0]["digest"]


def test_the_summary_is_of_all_rows_and_fit_for_json():
    rng = np.random.default_rng(1)
    values = rng.normal(5, 2, 300_000)
    values[299_999] = 1000.0
    [column] = record_of(pd.DataFrame({"x": values}))["columns"]

    assert column["max"] == 1000.0
    assert column["mean"] == pytest.approx(values.mean())
    assert column["std"] == pytest.approx(values.std(ddof=1))
    assert column["sampled"]
    assert len(column["quantiles"]) == 21
    [infinite] = record_of(pd.DataFrame({"x": [1.0, np.inf]}))["columns"]
    assert infinite["max"] is None


@pytest.mark.parametrize("values", [[], [None, None], [[1], {"a": 2}], [pd.Timestamp("2021"), 1]])
def test_any_content_is_read(values):
    assert record_of(pd.DataFrame({"x": pd.Series(values, dtype=object)}))["digest"]


def test_values_that_occur_once_and_secrets_are_not_kept():
    frame = pd.DataFrame({"name": ["ada", "bob", "bob"], "password": ["a1", "a1", "a1"]})
    name, password = record_of(frame)["columns"]
    assert (name["top"], password["top"]) == ([["bob", 2]], [])


def test_what_is_too_large_to_copy_or_cancelled_says_so():
    frame = pd.DataFrame({"x": np.arange(1000)})
    assert "the kernel ended" in record_of(frame, stopped="the kernel ended")["note"]
    assert "more than 0 seconds" in record_of(frame, limits=DataLimits(seconds=0))["note"]
    record = record_of(frame, limits=DataLimits(copy=100))
    assert record["digest"] is None
    assert "copy_on_write" in record["note"]
    assert record["columns"] == [{"name": "x", "dtype": "int64"}]


def test_more_frames_than_are_read_are_named():
    snapshots = Snapshots(CopyBudget(DataLimits()))
    for number in range(FRAMES_PER_CELL + 2):
        snapshots.take(f"x{number}", np.zeros(1), "assigned")
    assert len(snapshots.taken) == FRAMES_PER_CELL
    assert snapshots.left_out == ["x20", "x21"]


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.reshape(30, 20),
        lambda x: x.astype("float32"),
        lambda x: x[:, ::-1],
        lambda x: np.where(x == 599, 0, x),
        lambda x: np.where(x == 5, np.nan, x),
    ],
)
@pytest.mark.parametrize("shape", [(20, 30), (2, 10, 30), (600,)])
def test_every_change_of_an_array_changes_its_digest(change, shape):
    array = np.arange(600.0).reshape(20, 30)
    before, after = record_of(array.reshape(shape)), record_of(change(array).reshape(shape))
    if after["columns"][0]["dtype"] == "float64" and change(array).shape != array.shape:
        assert before["digest"] == after["digest"]
    else:
        assert before["digest"] != after["digest"]


def test_an_array_is_a_table_or_one_column_with_its_shape():
    table = record_of(np.array([[1, 2], [3, 4]]))
    images = record_of(np.linspace(0, 1, 24).reshape(2, 3, 4))
    records = record_of(np.array([(1, "a")], dtype=[("id", "i4"), ("name", "U3")]))

    assert (table["library"], table["rows"], table["shape"]) == ("numpy", 2, [2, 2])
    assert [(c["name"], c["min"], c["max"]) for c in table["columns"]] == [("0", 1, 3), ("1", 2, 4)]
    assert [(c["name"], c["max"]) for c in images["columns"]] == [("values", 1.0)]
    assert (images["rows"], images["shape"]) == (2, [2, 3, 4])
    assert [c["name"] for c in records["columns"]] == ["id", "name"]


def test_equal_tables_have_equal_columns_as_array_and_as_frame():
    array = np.array([[1.5, np.nan], [2.5, 3.0]])
    of_array, of_frame = record_of(np.asfortranarray(array)), record_of(pd.DataFrame(array))
    assert [c["digest"] for c in of_array["columns"]] == [c["digest"] for c in of_frame["columns"]]


@pytest.mark.parametrize(
    "array",
    [
        np.array(3.0),
        np.zeros((0, 3)),
        np.zeros((3, 0)),
        np.ma.masked_array([[1, 2], [3, 4]], mask=[[0, 1], [0, 0]]),
        np.zeros((1, 2)).view(np.matrix),
        np.array([1, "a", None], dtype=object),
        np.array(["a", "bc"]),
        np.array([b"a"]),
        np.array([1j]),
        np.zeros(2, dtype="V4"),
        np.zeros(2, dtype=[("x", "f4", (3,))]),
        np.array(["NaT"], dtype="datetime64"),
        np.array([1], dtype=np.longdouble),
        np.array([1, 2], dtype=">i4"),
        np.zeros((600, 3)).T[:, ::-1],
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_arrays_of_every_kind_are_read_whole(array):
    record = record_of(array)
    assert (record["digest"] is not None, record["note"]) == (True, None)
    json.dumps(record, allow_nan=False)


def test_an_array_is_copied_unless_nobody_can_change_it():
    array = np.zeros(1000)
    view = array[:]
    view.flags.writeable = False
    frozen = np.zeros(1000)
    frozen.flags.writeable = False
    few = DataLimits(copy=100)

    assert "read-only" in record_of(array, limits=few)["note"]
    assert "read-only" in record_of(view, limits=few)["note"]
    assert record_of(frozen, limits=few)["digest"]


def test_copies_that_wait_count_whichever_cell_made_them():
    budget = CopyBudget(DataLimits(copy=1000))

    def take():
        snapshots = Snapshots(budget)
        snapshots.take("x", np.zeros(100), "used")
        return snapshots.taken[0]

    first, second = take(), take()
    assert (first.note, first.copied) == (None, 800)
    assert "all that waits to be read" in second.note
    budget.give_back(first.copied)
    budget.give_back(second.copied)
    assert take().note is None


def test_how_a_column_is_cut_into_parts_leaves_no_trace(monkeypatch):
    values = {"x": np.arange(20_000), "y": [str(n) for n in range(20_000)]}
    whole = record_of(pd.DataFrame(values))["digest"]
    monkeypatch.setattr("trackbook.kernel.data.frame_records._next_rows", lambda rows, took: 77)
    assert record_of(pd.DataFrame(values))["digest"] == whole
    assert MOST_ROWS > 20_000


class Refusing:
    def __repr__(self):
        raise RuntimeError("never to be asked")


@pytest.mark.parametrize(
    "frame",
    [
        pd.Series([1, 2], name=pd.NA),
        pd.DataFrame({"x": [1]}, index=pd.Index(["a"], name=pd.NA)),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])),
        pd.DataFrame({"x": pd.period_range("2021", periods=2, freq="M")}),
        pd.DataFrame({"x": pd.interval_range(0, 2)}),
        pd.DataFrame({"x": pd.arrays.SparseArray([0.0, 1.0])}),
        pd.DataFrame({"x": pd.array([1, None], dtype="Int64")}),
        pd.DataFrame({"x": pd.to_datetime(["2021"]).date}).astype("date32[pyarrow]"),
        pd.DataFrame({"x": pd.Series([1, None], dtype="duration[s][pyarrow]")}),
        pl.DataFrame({"x": pl.Series([2**100], dtype=pl.Int128)}),
        pa.table({"x": pa.chunked_array([[1, 2], [3]])}),
    ],
    ids=range(12),
)
def test_frames_of_every_kind_are_read_whole(frame):
    record = record_of(frame)
    assert (record["digest"] is not None, record["note"]) == (True, None)


# The text of the last ones leaves their middle out.
ODD = [
    *(Refusing(), [Refusing()], {"a": object()}, print),
    *(pd.Series(range(100)), pl.Series(range(100)), pa.array(range(100))),
]


@pytest.mark.parametrize("odd", ODD)
def test_objects_that_only_their_own_code_could_read_are_named_not_asked(odd):
    record = record_of(pd.DataFrame({"x": pd.Series([1, odd], dtype=object), "y": [1, 2]}))

    assert record["digest"] is None
    assert "column x: it holds objects of type" in record["note"]
    assert [column.get("digest") is None for column in record["columns"]] == [True, False]


def test_sets_have_the_same_digest_in_every_kernel():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import pandas as pd, test_frame_records as t\n"
        "print(t.record_of(pd.DataFrame({'x': [{'a', 'b', 'c', 'd'}]}))['digest'])"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_uncommitted_changes_are_kept_without_secrets_and_notebooks(tmp_path):
    def git(*arguments):
        identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True)

    git("init", "-q")
    for name in ("train.py", "run.ipynb", ".env"):
        (tmp_path / name).write_text("depth = 3\n")
    git("add", ".")
    git("commit", "-qm", "first")
    assert uncommitted_diff() is None
    (tmp_path / "train.py").write_text("depth = 7\npassword = 'hunter22'\n")
    (tmp_path / "run.ipynb").write_text("outputs\n")
    (tmp_path / ".env").write_text("PASSWORD=hunter22\n")
    diff = uncommitted_diff()

    assert "+depth = 7" in diff
    assert "hunter22" not in diff
    assert "run.ipynb" not in diff
    environment = environment_record(Commit("abc", True), diff)
    assert environment["git"]["diff"] == "stored"
    assert set(environment) == {"version", "python", "system", "cpu", "memory", "gpus", "git"}
