"""What is heard of files, hashes of them, and the limits of both, without a kernel."""

# `open` is what is tested here.
# ruff: noqa: PTH123

from __future__ import annotations

import hashlib
import json
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from trackbook.kernel.data.data_files import DataFiles
from trackbook.kernel.data.file_hashes import FileHashes
from trackbook.kernel.data.file_records import file_records
from trackbook.kernel.data.file_watch import FILE_LIMIT, FileWatch
from trackbook.kernel.data.limits import DataLimits
from trackbook.kernel.data.worker import Worker


def test_files_are_hashed_within_the_limits_and_only_as_they_were_read(tmp_path):
    path = tmp_path / "data.bin"
    path.write_bytes(b"x" * 100)
    stat = path.stat()
    key = (str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino)

    limits = DataLimits()
    hashes = FileHashes(limits, lambda: None)
    assert "it was cancelled" in FileHashes(limits, lambda: "it was cancelled").sha256(key, 1000)[1]
    assert "more than 4GB" in hashes.sha256(key, 10)[1]
    assert "larger than 50B" in FileHashes(DataLimits(file=50), lambda: None).sha256(key, 1000)[1]
    assert hashes.sha256(key, 1000) == (hashlib.sha256(b"x" * 100).hexdigest(), None)
    path.write_bytes(b"y" * 101)
    assert "changed" in FileHashes(limits, lambda: None).sha256(key, 1000)[1]


def test_a_file_that_grows_while_it_is_hashed_is_read_no_further_than_it_went(tmp_path):
    path = tmp_path / "log.txt"
    path.write_bytes(b"x" * 100)
    stat = path.stat()

    def grow():
        with path.open("ab") as file:
            file.write(b"x" * 100)

    hashes = FileHashes(DataLimits(), grow)
    key = (str(path), stat.st_size, stat.st_mtime_ns, stat.st_ino)
    assert hashes.sha256(key, 1000) == (None, "not hashed: changed after it was read")
    assert path.stat().st_size == 200


@pytest.fixture
def watch(tmp_path):
    files = DataFiles(tmp_path, [tmp_path / "own"])
    watch = FileWatch(files)
    watch.install()
    watch.files = files
    yield watch
    watch.uninstall()


def records_of(watch):
    """Of what was read; a thread of its own, as reading might never end."""
    accesses, _ = watch.take()
    found = []
    hashes = FileHashes(DataLimits(), lambda: None)
    thread = threading.Thread(
        target=lambda: found.extend(file_records(accesses, watch.files, hashes, DataLimits())),
        daemon=True,
    )
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    return found


def test_pipes_and_devices_are_no_files(watch, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "zero").symlink_to("/dev/zero")
    writer = threading.Thread(target=pipe.write_bytes, args=(b"once",))
    writer.start()
    with open(pipe, "rb") as file:
        assert file.read() == b"once"
    writer.join()
    with open(tmp_path / "zero", "rb") as file:
        file.read(1)

    assert records_of(watch) == []


def test_a_pipe_in_a_folder_or_pattern_is_left_alone(watch, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "real.csv").write_text("a")
    watch._note(str(tmp_path), "pyarrow.dataset.dataset", writes=False)
    watch._note(str(tmp_path / "*.csv"), "polars.scan_csv", writes=False)

    read = [file["path"] for file in records_of(watch) if not file["writes"]]
    assert read == ["real.csv", "real.csv"]


def test_a_file_that_is_too_large_leaves_the_budget_to_the_others(watch, tmp_path):
    for name, size in (("large", 90), ("small", 40), ("last", 40)):
        (tmp_path / name).write_bytes(b"x" * size)
        (tmp_path / name).read_bytes()
    accesses, _ = watch.take()
    limits = DataLimits(file=50, cell=60)
    hashes = FileHashes(limits, lambda: None)
    read = [each for each in accesses if not each.writes]

    notes = [file["note"] for file in file_records(read, watch.files, hashes, limits)]
    assert [note and note.split(": ")[1] for note in notes] == [
        "larger than 50B (limit file)",
        None,
        "the cell read more than 60B (limit cell)",
    ]


def test_names_that_are_no_unicode_are_recorded(watch, tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.csv")  # noqa: PTH118
    with open(path, "w") as file:
        file.write("a")
    with open(path) as file:
        file.read()

    [_, read] = records_of(watch)
    assert json.loads(json.dumps(read))["path"] == "caf\udce9.csv"
    assert read["sha256"]


def test_whatever_a_path_does_the_file_is_open(watch, tmp_path):
    (tmp_path / "a.csv").write_text("a")

    class Once:
        calls = 0

        def __fspath__(self):
            self.calls += 1
            if self.calls > 1:
                raise RuntimeError
            return str(tmp_path / "a.csv")

    with open(Once()) as file:
        assert file.read() == "a"


def test_open_and_readers_can_be_sent_to_other_processes(watch):
    watch._watch_module(pd)

    assert pickle.loads(pickle.dumps(open)) is open
    assert pickle.loads(pickle.dumps(pd.read_csv)) is pd.read_csv


def test_threads_that_open_files_lose_none(watch, tmp_path):
    for number in range(400):
        (tmp_path / f"{number}.csv").write_text("")
    watch.take()
    taken = []
    done = threading.Event()

    def take():
        while not done.is_set():
            taken.extend(watch.take()[0])

    taker = threading.Thread(target=take)
    taker.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: open(tmp_path / f"{n}.csv").close(), range(400)))
    done.set()
    taker.join()
    taken.extend(watch.take()[0])

    assert len({access.path for access in taken}) == 400


def test_more_files_than_are_recorded_are_told_of(watch, tmp_path):
    for number in range(FILE_LIMIT + 1):
        watch._note(str(tmp_path / f"{number}*"), "open", writes=False)

    accesses, is_all = watch.take()
    assert (len(accesses), is_all) == (FILE_LIMIT, False)
    assert watch.take() == ([], True)


def test_cancelling_stops_what_was_put_and_nothing_later():
    heard = []
    at_work, go_on, done = threading.Event(), threading.Event(), threading.Event()
    worker = Worker(lambda: False)

    def first():
        at_work.set()
        go_on.wait(10)
        heard.append(worker.stopped)

    worker.put(first)
    worker.put(lambda: heard.append(worker.stopped))
    at_work.wait(10)
    worker.cancel()
    worker.put(lambda: (heard.append(worker.stopped), done.set()))
    go_on.set()
    assert done.wait(10)
    worker.close(1)

    assert heard == ["it was cancelled", "it was cancelled", None]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("", DataLimits()),
        ("file=2GB cell=1.5tb", DataLimits(file=2e9, cell=1.5e12)),
        ("copy=0,seconds=2min", DataLimits(copy=0, seconds=120)),
        ("file=5", DataLimits(file=5)),
    ],
)
def test_limits_are_read_as_people_write_them(text, limits):
    read = DataLimits()
    read.parse(text)
    assert read == limits
    again = DataLimits()
    again.parse(str(read))
    assert again == read


@pytest.mark.parametrize("text", ["file", "file=", "file=-1", "files=1GB", "file=1XB", "seconds=x"])
def test_a_limit_that_is_none_is_refused_and_changes_nothing(text):
    limits = DataLimits()
    with pytest.raises(ValueError, match="file=1GB"):
        limits.parse(f"cell=1 {text}")
    assert limits == DataLimits()
