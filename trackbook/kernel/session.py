"""The life of one kernel as a record of its executions: the content of `trackbook/cells.json`."""

from __future__ import annotations

import json
import platform
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

FORMAT_VERSION = 1


@dataclass
class Execution:
    seq: int
    cell_id: str | None
    notebook: str | None
    client: str
    execution_count: int | None
    source: str
    started_at: int
    duration_ms: int | None = None
    # Until it ends: the status of an execution that never did.
    status: str = "died"
    error: dict[str, str] | None = None
    run_ids: list[str] = field(default_factory=list)

    def touch(self, run_id: str) -> None:
        if run_id not in self.run_ids:
            self.run_ids.append(run_id)


class Session:
    """Executions in order, `seq` without gaps."""

    def __init__(self, session_id: str | None = None, started_at: int | None = None) -> None:
        self.id = session_id or uuid.uuid4().hex
        self.started_at = started_at or now()
        self.language_version = platform.python_version()
        # Names that whoever runs the notebook has set in it.
        self.parameters: Sequence[str] = ()
        self.executions: list[Execution] = []

    @property
    def last_seq(self) -> int:
        return len(self.executions) - 1

    @property
    def is_executing(self) -> bool:
        return bool(self.executions) and self.executions[-1].duration_ms is None

    def begin(self, source: str, **seen: Any) -> Execution:
        # A cell that runs again and again, however long, is kept once.
        source = sys.intern(source)
        execution = Execution(len(self.executions), source=source, started_at=now(), **seen)
        self.executions.append(execution)
        return execution

    def cells(self, upto: int, run_ids: Mapping[str, str]) -> Iterator[str]:
        """The text of the record as stored with a run: the executions up to this `seq`.

        In pieces: a long record must hold up neither the user's threads nor much memory.
        `run_ids` resolves our own keys for runs, used until the server has named them.
        """
        session = {
            "id": self.id,
            "kernel": "python3",
            "language": "python",
            "language_version": self.language_version,
            "started_at": self.started_at,
            **({"parameters": list(self.parameters)} if self.parameters else {}),
        }
        yield f'{{"version": {FORMAT_VERSION}, "session": {json.dumps(session)},\n "executions": ['
        separator = "\n  "
        for execution in self.executions[: upto + 1]:
            named = [run_ids.get(key, key) for key in execution.run_ids]
            yield separator + json.dumps({**vars(execution), "run_ids": named})
            separator = ",\n  "
        yield "\n]}\n"


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
