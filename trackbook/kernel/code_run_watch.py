"""Notices runs that the user's code makes, and sees to it that they get their provenance."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from . import fluent
from .destination import Destination
from .outbox import Outbox
from .session import Session, now

# A client announces a run before it makes it, and may ask git and others in between.
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 10.0
PATIENCE = 600.0
OPEN_RUNS_INTERVAL = 5.0


class CodeRunWatch:
    """Watches the file that grows when a client asks for the tags of a run; see run_tags."""

    def __init__(
        self,
        uses: Path,
        session: Session,
        outbox: Outbox,
        destination: Destination,
        store_data: Callable[[str, int, None], None],
    ) -> None:
        self._uses = uses
        self._session = session
        self._outbox = outbox
        self._destination = destination
        self._store_data = store_data
        self._before_cell = 0
        self._announced = 0
        self._announced_at = 0.0
        self._pause = 0.0
        self._looked_at = float("-inf")

    def cell_begins(self) -> None:
        self._before_cell = self._size()

    @property
    def cell_made_runs(self) -> bool:
        return self._size() > self._before_cell

    def cell_ends(self) -> None:
        if self.cell_made_runs or self._has_open_runs or fluent.lacks_plugin():
            self._attach()

    def close(self) -> None:
        """The kernel ends, and with it the runs that it has open."""
        if self._size():
            self._attach(last=True)

    def look(self, server: str) -> None:
        """On the sending thread: look for runs of a long cell, and of scripts in the background."""
        announced, time_now = self._size(), time.monotonic()
        if announced != self._announced:
            self._announced, self._announced_at, self._pause = announced, time_now, 0.0
        waited = time_now - self._looked_at
        is_missing = announced > self._outbox.delivery.code_runs
        if is_missing and waited >= self._pause and time_now < self._announced_at + PATIENCE:
            self._pause = min(2 * self._pause or FIRST_PAUSE, LONGEST_PAUSE)
        elif not (self._has_open_runs and waited > OPEN_RUNS_INTERVAL):
            return
        self._looked_at = time_now
        if self._session.is_executing:
            self._outbox.delivery.announce_code_runs(server)
        else:
            self._attach()

    @property
    def _has_open_runs(self) -> bool:
        return self._outbox.delivery.has_open_code_runs

    def _attach(self, *, last: bool = False) -> None:
        server = self._destination.current
        if server is not None:
            self._outbox.put("attach", server=server, last=last, time=now())
            self._store_data(server, self._session.last_seq, None)

    def _size(self) -> int:
        try:
            return self._uses.stat().st_size
        except FileNotFoundError:
            return 0
