"""The text of `trackbook/cells.json`: all that a kernel executed until the end of a run."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from itertools import takewhile
from typing import Any, BinaryIO

from .session import Execution, Session

FORMAT_VERSION = 1
HELD_IN_MEMORY = 1_000_000
END = b"\n]}\n"


class RecordFile:
    """Each run stores the whole record; what is as it was for the run before is not encoded anew.

    One execution is encoded at a time: a long record must hold up neither the user's threads nor
    much memory.
    """

    def __init__(self, session: Session, run_ids: Mapping[str, str]) -> None:
        """`run_ids` resolves our own keys for runs, used until the server has named them."""
        self._session = session
        self._run_ids = run_ids
        self._file: BinaryIO | None = None
        # What each execution in the file was like, and where its text begins.
        self._written: list[tuple[Any, int]] = []
        self._end = 0

    def upto(self, seq: int) -> BinaryIO:
        """The record of the executions up to this one, until it is asked for again.

        Raises OSError if the disk has no room for it.
        """
        try:
            return self._updated(self._session.executions[: seq + 1])
        except OSError:
            # Nobody knows what the file holds now.
            self._file = None
            raise

    def _updated(self, executions: list[Execution]) -> BinaryIO:
        file = self._file = self._file or self._begun()
        looks = [self._look_of(execution) for execution in executions]
        pairs = zip(looks, self._written, strict=False)
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1][0], pairs))
        if kept < len(self._written):
            self._end = self._written[kept][1]
            del self._written[kept:]
        file.seek(self._end)
        file.truncate()
        for execution, look in zip(executions[kept:], looks[kept:], strict=True):
            self._written.append((look, file.tell()))
            file.write(self._text_of(execution, is_first=execution is executions[0]))
        self._end = file.tell()
        file.write(END)
        return file

    def _begun(self) -> BinaryIO:
        session = self._session
        head = {
            "id": session.id,
            "kernel": "python3",
            "language": "python",
            "language_version": session.language_version,
            "started_at": session.started_at,
            **({"parameters": list(session.parameters)} if session.parameters else {}),
        }
        text = f'{{"version": {FORMAT_VERSION}, "session": {json.dumps(head)},\n "executions": ['
        file: Any = tempfile.SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115
        self._end = file.write(text.encode())
        self._written = []
        return file

    def _look_of(self, execution: Execution) -> tuple[Any, ...]:
        """What may still change of it."""
        return execution.duration_ms, execution.status, self._named_runs(execution)

    def _text_of(self, execution: Execution, *, is_first: bool) -> bytes:
        content = {**vars(execution), "run_ids": self._named_runs(execution)}
        return f"{'' if is_first else ','}\n  {json.dumps(content)}".encode()

    def _named_runs(self, execution: Execution) -> list[str]:
        return [self._run_ids.get(key, key) for key in execution.run_ids]
