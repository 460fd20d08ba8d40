"""A private PostgreSQL, as `scripts/postgres.mjs` runs it."""

from __future__ import annotations

import json
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trackbook.node import find_node

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "postgres.mjs"
STOP_TIMEOUT_S = 30


class PostgresCluster:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._answer()

    def create_database(self) -> str:
        """The URL of a new, empty database."""
        return self._order(f"create test_{uuid.uuid4().hex}")

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self._order("kill")

    def start(self) -> None:
        """Starts it again, where it was."""
        self._order("start")

    def _order(self, order: str) -> str:
        print(order, file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> str:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("PostgreSQL for the tests has ended.")
        return json.loads(line)["url"]


@contextmanager
def postgres_cluster(folder: Path, *settings: str) -> Iterator[PostgresCluster]:
    """`settings` are PostgreSQL's: `fsync=off` is quicker where durability is not tested."""
    process = subprocess.Popen(
        [find_node(), SCRIPT, *settings],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield PostgresCluster(process)
    finally:
        process.stdin.close()
        process.wait(STOP_TIMEOUT_S)
