"""What the runs of a session store of it is the same whether it was written anew or went on."""

from __future__ import annotations

import json
import random
import time

import pytest

from trackbook.kernel import record_file
from trackbook.kernel.record_file import RecordFile
from trackbook.kernel.session import Execution, Session


def begin(session: Session, source: str = "x = 1") -> Execution:
    number = len(session.executions)
    seen = {"cell_id": f"cell-{number}", "notebook": "a b.ipynb", "client": "jupyterlab"}
    return session.begin(source, execution_count=number + 1, **seen)


def end(execution: Execution) -> None:
    execution.duration_ms, execution.status = 5, "ok"


def read(record: RecordFile, upto: int) -> str:
    file = record.upto(upto)
    file.seek(0)
    return file.read().decode()


def test_says_what_the_executions_have_become():
    session, names = Session(), {}
    record = RecordFile(session, names)
    first = begin(session, 'print("ä \ud800")')
    assert json.loads(read(record, 0))["executions"] == [vars(first)]
    end(first)
    first.touch("key")
    begin(session)
    [one, two] = json.loads(read(record, 1))["executions"]
    assert (one["status"], one["run_ids"], two["status"]) == ("ok", ["key"], "died")
    names["key"] = "id-of-the-server"
    content = json.loads(read(record, 0))
    assert [each["run_ids"] for each in content["executions"]] == [["id-of-the-server"]]
    assert json.loads(read(record, -1))["executions"] == []


@pytest.mark.parametrize("seed", range(20))
def test_goes_on_as_if_it_were_written_anew(seed, monkeypatch):
    # So that it moves from memory to the disk midway.
    monkeypatch.setattr(record_file, "HELD_IN_MEMORY", 2000)
    chance = random.Random(seed)
    session, names = Session(), {}
    record = RecordFile(session, names)
    for step in range(60):
        execution = chance.choice([*session.executions, None])
        if execution is None or chance.random() < 0.4:
            begin(session, f"y = {step}\n" * chance.randrange(5))
        elif chance.random() < 0.5:
            end(execution)
        else:
            execution.touch(f"key-{step}")
            if chance.random() < 0.5:
                names[f"key-{step}"] = f"id-{step}"
        if chance.random() < 0.5:
            upto = chance.randrange(-1, len(session.executions))
            assert read(record, upto) == read(RecordFile(session, names), upto)


def test_begins_anew_after_the_disk_was_full(monkeypatch):
    session = Session()
    record = RecordFile(session, {})
    begin(session)
    read(record, 0)
    begin(session)

    def refuse(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(record, "_text_of", refuse)
        with pytest.raises(OSError, match="No space"):
            record.upto(1)
    assert read(record, 1) == read(RecordFile(session, {}), 1)


def test_takes_little_time_for_runs_after_a_thousand_executions():
    session = Session()
    record = RecordFile(session, {})
    began = time.thread_time()
    for _ in range(1000):
        end(begin(session, "x = 1\n" * 100))
        record.upto(session.last_seq)
    # To encode them anew takes seven seconds.
    assert time.thread_time() - began < 2
