"""The life of one kernel as a record of its executions."""

from __future__ import annotations

import platform
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


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


def since(start: int) -> int:
    """Milliseconds; none where the clock was set back meanwhile."""
    return max(0, now() - start)


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
