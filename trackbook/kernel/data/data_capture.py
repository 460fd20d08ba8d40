"""From the cells of a session to the record of their data."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..outbox import Outbox
from ..session import Execution, Session
from .data_files import DataFiles
from .data_record import DataRecord
from .file_hashes import FileHashes
from .file_records import file_records
from .file_watch import FILE_LIMIT, Access, FileWatch
from .frame_records import frame_record
from .frame_snapshots import FRAMES_PER_CELL, CopyBudget, Snapshot, Snapshots
from .limits import DataLimits
from .logged_datasets import LoggedDatasets
from .on_import import OnImport
from .worker import Worker


class DataCapture:
    """Listens during each execution; what was heard is read afterwards, on a thread of its own."""

    def __init__(
        self, session: Session, record: DataRecord, outbox: Outbox, root: Path, own: list[Path]
    ) -> None:
        self.limits = DataLimits()
        self._record = record
        self._outbox = outbox
        self._files = DataFiles(root, own)
        self._watch = FileWatch(self._files)
        self._logged = LoggedDatasets(self._dataset_logged)
        self._imports = OnImport({**self._watch.modules(), **self._logged.modules()})
        self._worker = Worker(lambda: session.is_executing)
        self._hashes = FileHashes(self.limits, lambda: self._worker.stopped)
        self._execution: Execution | None = None
        self._copies = CopyBudget(self.limits)
        self._snapshots = Snapshots(self._copies)
        self._due: list[dict[str, Any]] = []

    def install(self) -> None:
        self._watch.install()
        self._imports.install()

    def close(self, patience: float) -> None:
        """Stop listening, and put what is known into the outbox."""
        self._imports.uninstall()
        self._logged.uninstall()
        self._watch.uninstall()
        self._flush()
        self._worker.close(patience)

    def begin(self, execution: Execution) -> None:
        """What was read before is the execution's that this one is nested in, if there is one."""
        self._collect(self._execution)
        self._execution = execution

    def end(self, execution: Execution, take_frames: Callable[[Snapshots], None] | None) -> None:
        """`take_frames` is None where the execution belongs to no run."""
        if take_frames is not None:
            take_frames(self._snapshots)
        self._collect(execution)
        self._execution = None
        self._flush()

    def cancel(self) -> None:
        """Read no more of what the cells until now have read and made."""
        self._worker.cancel()

    def store(self, server: str, upto: int, run: str | None) -> None:
        """Have the record stored with a run of ours, or else with the runs of the user's code."""
        self._due.append({"server": server, "upto": upto, "run": run})
        if self._execution is None:
            self._flush()

    def _collect(self, execution: Execution | None) -> None:
        accesses, is_all = self._watch.take()
        snapshots, self._snapshots = self._snapshots, Snapshots(self._copies)
        if execution is None:
            # Between cells: a thread of the user's, or the kernel itself.
            for snapshot in snapshots.taken:
                self._copies.give_back(snapshot.copied)
            return
        if accesses:
            self._worker.put(functools.partial(self._read_files, execution.seq, accesses))
        for snapshot in snapshots.taken:
            self._worker.put(functools.partial(self._read_frame, execution.seq, snapshot))
        if not is_all:
            self._leave_out(execution.seq, f"more than {FILE_LIMIT:,} files: the others")
        if snapshots.left_out:
            names = ", ".join(snapshots.left_out)
            note = f"more than {FRAMES_PER_CELL} frames and arrays: {names}"
            self._leave_out(execution.seq, note)

    def _leave_out(self, seq: int, note: str) -> None:
        self._record.add_left_out(seq, note)
        self._outbox.put("left_out", seq=seq, note=note)

    def _flush(self) -> None:
        """After the jobs that were put before: what is stored is then complete."""
        due, self._due = self._due, []
        for entry in due:
            self._worker.put(functools.partial(self._outbox.put, "data", **entry))

    def _dataset_logged(self, name: str, frame: Any, context: str | None) -> None:
        self._snapshots.take(name, frame, "logged", context)

    def _read_files(self, seq: int, accesses: list[Access]) -> None:
        files = file_records(accesses, self._files, self._hashes, self.limits)
        if files:
            self._record.add_files(seq, files)
            self._outbox.put("files", seq=seq, files=files)

    def _read_frame(self, seq: int, snapshot: Snapshot) -> None:
        try:
            frame = frame_record(snapshot, self.limits, self._worker)
        finally:
            self._copies.give_back(snapshot.copied)
        self._record.add_frame(seq, frame)
        self._outbox.put("frame", seq=seq, frame=frame)
