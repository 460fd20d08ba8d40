"""Delivers what a dead kernel left behind, and closes its open runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from .data.data_record import DataRecord
from .delivery import Delivery, RunListener
from .destination import Destination
from .journal import Entry, Journal, left_over
from .outbox import SENT, Outbox
from .provenance import Repository
from .session import Execution, Session


def left_over_outboxes(
    folders: list[Path], destination: Destination, repository: Repository, on_run: RunListener
) -> Iterator[Outbox]:
    """An outbox for each journal that has something to send here; empty journals are removed."""
    for journal in left_over(folders):
        entries = list(journal.read())
        if not entries or not _belongs_to(entries, destination):
            journal.close(discard=not entries)
            continue
        outbox = _recover(journal, entries, destination, repository, on_run)
        if outbox.pending:
            yield outbox
        else:
            journal.close(discard=True)


def _belongs_to(entries: list[Entry], destination: Destination) -> bool:
    folders = [entry["data_dir"] for entry in entries if entry["op"] == "folder"]
    servers = {entry["server"] for entry in entries if entry["op"] in {*SENT, "hold"}}
    return folders[-1:] == [str(destination.data_dir)] and servers <= {destination.current}


def _recover(
    journal: Journal,
    entries: list[Entry],
    destination: Destination,
    repository: Repository,
    on_run: RunListener,
) -> Outbox:
    session = _session_of(journal, entries)
    data = _data_of(entries)
    delivery = Delivery(session, destination, repository, on_run, data=data, is_present=False)
    outbox = Outbox(journal, delivery)
    done = {entry["n"]: entry for entry in entries if entry["op"] == "done"}
    sent = [entry for entry in entries if entry["op"] in SENT]
    for entry in sent:
        if entry["op"] == "create" and "run_id" in done.get(entry["n"], {}):
            delivery.run_ids[entry["run"]] = done[entry["n"]]["run_id"]
    waiting = [entry for entry in sent if entry["n"] not in done]
    outbox.restore(waiting, max(entry["n"] for entry in entries) + 1)
    _close_runs(outbox, session, sent, entries)
    _close_held_runs(outbox, entries)
    return outbox


def _close_runs(outbox: Outbox, session: Session, sent: list[Entry], entries: list[Entry]) -> None:
    ended = {entry["run"] for entry in sent if entry["op"] == "finish"}
    time = max((_time_of(entry) for entry in entries), default=session.started_at)
    upto = len(session.executions) - 1
    for entry in sent:
        if entry["op"] == "create" and entry["run"] not in ended:
            common = {"run": entry["run"], "server": entry["server"], "upto": upto}
            outbox.put("finish", **common, status="KILLED", end_time=time, kind=entry["kind"])
            outbox.put("provenance", **common)
            outbox.put("data", **common)
    stored = {entry["run"] for entry in sent if entry["op"] == "data"}
    for entry in sent:
        if entry["op"] == "finish" and entry["run"] not in stored:
            # The kernel died while it still read the run's data.
            outbox.put("data", run=entry["run"], server=entry["server"], upto=entry["upto"])
    servers = [entry["server"] for entry in entries if entry["op"] == "begin" and entry["server"]]
    if servers and outbox.journal.uses.exists():
        outbox.put("attach", server=servers[-1], last=True, time=time)
        outbox.put("data", server=servers[-1], upto=upto, run=None)


def _close_held_runs(outbox: Outbox, entries: list[Entry]) -> None:
    """Those of a `trackbook run` that was killed, or that found no server at its end."""
    time = max(map(_time_of, entries))
    let_go = {entry["run"] for entry in entries if entry["op"] == "let_go"}
    results = {entry["run"]: entry for entry in entries if entry["op"] == "result"}
    for entry in entries:
        if entry["op"] == "hold" and entry["run"] not in let_go:
            result = results.get(entry["run"], {"status": "KILLED", "time": time})
            outbox.put(
                "finish",
                **{"run": entry["run"], "server": entry["server"], "upto": -1, "kind": "notebook"},
                **{"status": result["status"], "end_time": result["time"], "only_open": True},
            )


def _session_of(journal: Journal, entries: list[Entry]) -> Session:
    """The session as its journal tells it: of what a damaged disk lost nothing is known."""
    head = next((entry for entry in entries if entry["op"] == "session"), None)
    session = Session(journal.path.stem, head["started_at"] if head else _time_of(entries[0]))
    session.language_version = head["language_version"] if head else ""
    session.parameters = head.get("parameters", ()) if head else ()
    names = {field.name for field in fields(Execution)}
    executions: dict[int, Execution] = {}
    for entry in entries:
        if entry["op"] == "begin":
            seen = {name: value for name, value in entry.items() if name in names}
            executions[entry["seq"]] = Execution(**seen)
        elif entry["op"] == "end" and entry["seq"] in executions:
            _apply_end(executions[entry["seq"]], entry)
        elif entry["op"] == "touch" and entry["seq"] in executions:
            executions[entry["seq"]].touch(entry["run"])
    session.executions = list(executions.values())
    return session


def _data_of(entries: list[Entry]) -> DataRecord:
    data = DataRecord()
    for entry in entries:
        if entry["op"] == "files":
            data.add_files(entry["seq"], entry["files"])
        elif entry["op"] == "frame":
            data.add_frame(entry["seq"], entry["frame"])
        elif entry["op"] == "left_out":
            data.add_left_out(entry["seq"], entry["note"])
    return data


def _apply_end(execution: Execution, entry: dict[str, Any]) -> None:
    execution.duration_ms = entry["duration_ms"]
    execution.status = entry["status"]
    execution.error = entry["error"]


def _time_of(entry: Entry) -> int:
    return entry.get("time") or entry.get("started_at") or entry.get("start_time") or 0
