"""The life of one kernel as a record of its executions: the content of `trackbook/cells.json`."""

from __future__ import annotations

import platform
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
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
        self.executions: list[Execution] = []

    @property
    def last_seq(self) -> int:
        return len(self.executions) - 1

    @property
    def is_executing(self) -> bool:
        return bool(self.executions) and self.executions[-1].duration_ms is None

    def begin(self, **seen: Any) -> Execution:
        execution = Execution(seq=len(self.executions), started_at=now(), **seen)
        self.executions.append(execution)
        return execution

    def cells(self, upto: int, run_ids: Mapping[str, str]) -> dict[str, Any]:
        """The record as stored with a run: the executions up to this `seq`.

        `run_ids` resolves our own keys for runs, used until the server has named them.
        """
        executions = [asdict(execution) for execution in self.executions[: upto + 1]]
        for execution in executions:
            execution["run_ids"] = [run_ids.get(key, key) for key in execution["run_ids"]]
        return {
            "version": FORMAT_VERSION,
            "session": {
                "id": self.id,
                "kernel": "python3",
                "language": "python",
                "language_version": self.language_version,
                "started_at": self.started_at,
            },
            "executions": executions,
        }


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
