"""The runs that a command holds open, in a journal: of a command that is killed the next start
closes them."""

from __future__ import annotations

import contextlib
import itertools
import uuid

from ..kernel.destination import Destination
from ..kernel.journal import Journal, journal_folders, open_journal
from ..kernel.session import now


class OpenRuns:
    """To be used by one thread. The journal is there while a run is held."""

    def __init__(self, destination: Destination) -> None:
        self._destination = destination
        self._held: set[str] = set()
        self._journal: Journal | None = None
        self._numbers = itertools.count()

    def hold(self, run_id: str) -> None:
        self._held.add(run_id)
        if self._journal is None:
            data_dir = self._destination.data_dir
            self._journal = open_journal(journal_folders(data_dir), uuid.uuid4().hex)
            self._put("folder", data_dir=str(data_dir))
        self._put("hold", run=run_id, server=self._destination.current, time=now())

    def note_alive(self) -> None:
        """The command is still there: nothing that it holds has ended before this."""
        self._put("alive", time=now())

    def note_end(self, run_id: str, status: str, end_time: int) -> None:
        """What is about to be told to the server."""
        self._put("result", run=run_id, status=status, time=end_time)

    def let_go(self, run_id: str) -> None:
        """The server knows how the run ended."""
        self._put("let_go", run=run_id)
        self._held.discard(run_id)
        if self._journal is not None and not self._held:
            self._journal.close(discard=True)
            self._journal = None

    def _put(self, op: str, **fields: object) -> None:
        if self._journal is not None:
            # A full disk costs the journal, which only a killed command would need.
            with contextlib.suppress(OSError):
                self._journal.append({"op": op, "n": next(self._numbers), **fields})
