"""The thread that talks to the server, so that no cell ever waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable

from .outbox import Outbox
from .rest import Refused, Unreachable

IDLE = 1.0
FIRST_RETRY = 0.25
LONGEST_RETRY = 5.0

log = logging.getLogger("trackbook")


class Sender(threading.Thread):
    """Sends the session's entries first, then what earlier sessions left over."""

    def __init__(
        self,
        outbox: Outbox,
        left_over: Callable[[], Iterable[Outbox]],
        when_idle: Callable[[], None],
    ) -> None:
        super().__init__(name="trackbook-sender", daemon=True)
        self._outbox = outbox
        self._left_over = left_over
        self._when_idle = when_idle
        self._recovered: deque[Outbox] | None = None
        self._closing = threading.Event()
        self._deadline = float("inf")

    def close(self, timeout: float) -> None:
        """Send what is left for at most this long, then end."""
        self._deadline = time.monotonic() + timeout
        self._closing.set()
        if self.is_alive():
            self.join(timeout)

    @property
    def left_over(self) -> int:
        """How many entries of earlier sessions wait."""
        return sum(outbox.pending for outbox in list(self._recovered or ()))

    def run(self) -> None:
        retry = FIRST_RETRY
        while not self._finished():
            try:
                self._send_all()
                retry = FIRST_RETRY
                self._outbox.wait_for_work(0.01 if self._closing.is_set() else IDLE)
            except Unreachable:
                self._pause(retry)
                retry = min(2 * retry, LONGEST_RETRY)
            except Exception:
                log.debug("Trackbook could not look at the server", exc_info=True)
                self._pause(retry)

    def _send_all(self) -> None:
        while _send_next(self._outbox):
            if self._late():
                return
        if self._closing.is_set():
            return
        try:
            self._when_idle()
        except Refused:
            log.debug("The server refused a look-up", exc_info=True)
        self._send_left_over()

    def _send_left_over(self) -> None:
        if self._recovered is None:
            self._recovered = deque(self._left_over())
        while self._recovered:
            outbox = self._recovered[0]
            while _send_next(outbox, lambda: self._outbox.pending > 0):
                if self._closing.is_set() or self._outbox.pending:
                    return
            outbox.journal.close(discard=True)
            self._recovered.popleft()

    def _finished(self) -> bool:
        return self._closing.is_set() and (not self._outbox.pending or self._late())

    def _pause(self, retry: float) -> None:
        if self._closing.is_set():
            time.sleep(0.05)
        else:
            self._closing.wait(retry)

    def _late(self) -> bool:
        return time.monotonic() >= self._deadline


def _send_next(outbox: Outbox, is_hurried: Callable[[], bool] = lambda: False) -> bool:
    try:
        return outbox.send_next(is_hurried)
    except Unreachable:
        raise
    except Exception as error:
        # A mistake of ours with one entry must not end the sending of the others.
        log.debug("Trackbook could not send an entry", exc_info=True)
        outbox.drop_current(f"An entry could not be sent: {error}")
        return True
