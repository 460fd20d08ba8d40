"""Fingerprints of frames and hashes of files, without a kernel."""

from __future__ import annotations

import subprocess

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from trackbook.kernel.data import file_hashes, frame_snapshots
from trackbook.kernel.data.file_hashes import FileHashes
from trackbook.kernel.data.frame_records import frame_record
from trackbook.kernel.data.frame_snapshots import Snapshots
from trackbook.kernel.environment_record import environment_record, uncommitted_diff
from trackbook.kernel.provenance import Commit

VALUES = {
    "count": [3, 1, 2],
    "fare": [1.5, None, 2.5],
    "flag": ["y", None, "n"],
    "paid": [True, False, True],
}


def record_of(frame, cancelled=lambda: False):
    snapshots = Snapshots()
    snapshots.take("df", frame, "assigned")
    [snapshot] = snapshots.taken
    return frame_record(snapshot, cancelled, lambda took: None)


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


def test_what_is_too_large_to_copy_or_cancelled_says_so(monkeypatch):
    frame = pd.DataFrame({"x": np.arange(1000)})
    assert "the kernel ended" in record_of(frame, cancelled=lambda: True)["note"]
    monkeypatch.setattr(frame_snapshots, "COPY_LIMIT", 100)
    record = record_of(frame)
    assert record["digest"] is None
    assert "copy_on_write" in record["note"]
    assert record["columns"] == [{"name": "x", "dtype": "int64"}]


def test_files_are_hashed_within_the_budget_and_only_as_they_were_read(tmp_path, monkeypatch):
    path = tmp_path / "data.bin"
    path.write_bytes(b"x" * 100)
    stat = path.stat()
    key = (str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino)

    assert FileHashes(lambda: False).sha256(key, 1000)[0]
    assert "the kernel ended" in FileHashes(lambda: True).sha256(key, 1000)[1]
    assert "more than" in FileHashes(lambda: False).sha256(key, 10)[1]
    path.write_bytes(b"y" * 101)
    assert "changed" in FileHashes(lambda: False).sha256(key, 1000)[1]
    monkeypatch.setattr(file_hashes, "FILE_LIMIT", 50)
    assert "larger than" in FileHashes(lambda: False).sha256(key, 1000)[1]


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
