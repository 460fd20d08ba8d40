"""The queue between what was observed and the server: on disk first, sent in order, once."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from .delivery import Delivery, Postponed
from .journal import Entry, Journal
from .rest import Refused, Unreachable

# Entries that say what to send; the others only say what was seen.
SENT = {"create", "log", "reopen", "finish", "provenance", "attach", "data", "judge"}
# Take their time and nobody waits for them: a cell that begins may wait for its "create".
UNHURRIED = {"provenance", "attach", "data", "judge"}
# By these a later session learns what a dead one left open, also after they were sent.
LASTING = {"create", "finish", "data"}
# A server that owes an answer for longer hangs, as far as a cell is concerned. A busy one
# may take most of it, and a cell that did not wait for its run logs into another.
LONGEST_SILENCE = 2.0


class Outbox:
    """`put` is for the kernel's main thread and never waits; `send_next` for the sending one."""

    def __init__(
        self, journal: Journal, delivery: Delivery, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self.journal = journal
        self.delivery = delivery
        self.connected: bool | None = None
        self.error: str | None = None
        self.journal_error: str | None = None
        self._on_change = on_change
        self._hurried: OrderedDict[int, Entry] = OrderedDict()
        self._unhurried: OrderedDict[int, Entry] = OrderedDict()
        self._tried: set[int] = set()
        self._current: Entry | None = None
        self._next = 0
        self._unwritten: deque[Entry] = deque()
        self._wants_sync = False
        self._progress = threading.Condition()

    @property
    def pending(self) -> int:
        return len(self._hurried) + len(self._unhurried)

    def put(self, op: str, **fields: Any) -> int:
        """Keep an entry, and queue it if it is to be sent; returns its number."""
        with self._progress:
            entry = {"op": op, "n": self._next, **fields}
            self._next += 1
            self._write(entry)
            self._wants_sync |= op == "finish"
            if op in SENT:
                self._queue_of(entry)[entry["n"]] = entry
                self._progress.notify_all()
        return entry["n"]

    def restore(self, entries: list[Entry], next_number: int) -> None:
        """Queue entries of an earlier session; each may have been sent without our knowing."""
        for entry in entries:
            self._queue_of(entry)[entry["n"]] = entry
        self._tried.update(entry["n"] for entry in entries)
        self._next = next_number

    def send_next(self, is_hurried: Callable[[], bool] = lambda: False) -> bool:
        """Send the oldest entry, the unhurried ones after the others; False if there is none.

        An unhurried one lets the others pass, and what `is_hurried` tells of. Raises Unreachable to
        be tried again.
        """
        self._sync()
        entry = self._current = self._oldest()
        if entry is None:
            self._compact()
            return False
        again = entry["n"] in self._tried
        self._tried.add(entry["n"])
        outcome: dict[str, Any] = {}
        try:
            outcome = self.delivery.deliver(
                entry, again=again, is_hurried=lambda: bool(self._hurried) or is_hurried()
            )
            error = None
        except Refused as refusal:
            error = f"{refusal.code}: {refusal}"
        except Postponed:
            return True
        except Unreachable as unreachable:
            self._report(False, str(unreachable))
            raise
        self._remove(entry, error, outcome)
        self._report(True, error or self._lasting_error(entry))
        return True

    def drop_current(self, error: str) -> None:
        """Give up on the entry that was tried last."""
        if self._current is not None:
            self._remove(self._current, error, {})
            self._report(True, error)

    def wait_sent(self, number: int, timeout: float) -> bool:
        """Wait until an entry is dealt with; not for a server that is away or hangs."""
        deadline = time.monotonic() + timeout
        with self._progress:
            while self.is_waiting(number) and self.connected is not False:
                silence = LONGEST_SILENCE - self.delivery.unanswered_for
                left = min(silence, deadline - time.monotonic())
                if left <= 0:
                    break
                self._progress.wait(left)
            return not self.is_waiting(number)

    def is_waiting(self, number: int) -> bool:
        """Whether an entry is still to be sent."""
        return number in self._hurried or number in self._unhurried

    def wait_for_work(self, timeout: float) -> None:
        with self._progress:
            self._progress.wait_for(lambda: self.pending, timeout)

    def _queue_of(self, entry: Entry) -> OrderedDict[int, Entry]:
        return self._unhurried if entry["op"] in UNHURRIED else self._hurried

    def _oldest(self) -> Entry | None:
        with self._progress:
            queue = self._hurried or self._unhurried
            return next(iter(queue.values()), None)

    def _remove(self, entry: Entry, error: str | None, outcome: dict[str, Any]) -> None:
        with self._progress:
            self._write({"op": "done", "n": entry["n"], "error": error, **outcome})
            del self._queue_of(entry)[entry["n"]]
            self._tried.discard(entry["n"])
            self._current = None
            self._progress.notify_all()

    def _lasting_error(self, entry: Entry) -> str | None:
        """A refusal stays on show until something of its kind succeeds."""
        return self.error if self.connected and entry["op"] in UNHURRIED else None

    def _report(self, connected: bool, error: str | None) -> None:
        changed = (connected, error) != (self.connected, self.error)
        with self._progress:
            self.connected, self.error = connected, error
            self._progress.notify_all()
        if changed or not self.pending:
            self._on_change()

    def _write(self, entry: Entry) -> None:
        """What a full disk did not take is written, in order, as soon as there is room."""
        self._unwritten.append(entry)
        self._keep_trying()

    def _keep_trying(self) -> None:
        try:
            while self._unwritten:
                self.journal.append(self._unwritten[0])
                self._unwritten.popleft()
            self.journal_error = None
        except OSError as error:
            # Sending goes on from memory: only a crash could now lose what is not sent yet.
            self.journal_error = f"{self.journal.path} cannot be written: {error.strerror or error}"

    def _sync(self) -> None:
        """The end of a run is safe from a power cut before the server hears of it."""
        if self._wants_sync:
            self._wants_sync = False
            try:
                self.journal.sync()
            except OSError as error:
                self.journal_error = f"{self.journal.path} cannot be synced: {error.strerror}"

    def _compact(self) -> None:
        """Everything is sent: a long session's journal need not keep all of it."""
        if not self.journal.can_be_compacted:
            return
        lasting: set[int] = set()

        def is_needed(entry: Entry) -> bool:
            if entry["op"] in LASTING:
                lasting.add(entry["n"])
            return entry["n"] in lasting or not (entry["op"] in SENT or entry["op"] == "done")

        try:
            self.journal.compact(is_needed)
        except OSError as error:
            self.journal_error = f"{self.journal.path} cannot be shortened: {error.strerror}"
