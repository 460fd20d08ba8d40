"""The thread that hashes files and reads data frames, so that no cell waits for it."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

log = logging.getLogger("trackbook")


class Worker:
    """Does one job after the other. It starts with the first: most sessions read nothing."""

    def __init__(self, is_executing: Callable[[], bool]) -> None:
        self._is_executing = is_executing
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._hurried = threading.Event()
        # Jobs are numbered as they come: the present one, the last, and the last that is cancelled.
        self._number = self._put = self._cancelled = 0
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def put(self, job: Callable[[], None]) -> None:
        self._jobs.put(job)
        with self._starting:
            self._put += 1
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="trackbook-data", daemon=True
                )
                self._thread.start()

    def cancel(self) -> None:
        """Have the jobs that were put until now end at once: each still says what it knows."""
        self._cancelled = self._put

    @property
    def stopped(self) -> str | None:
        """Jobs ask this between steps; it is the reason to end at once."""
        if self._hurried.is_set():
            return "the kernel ended"
        return "it was cancelled" if self._number <= self._cancelled else None

    def yield_to_cell(self, took: float) -> None:
        """Half of the time at most while a cell runs: both need the interpreter."""
        if self._is_executing():
            self._hurried.wait(took)

    def close(self, patience: float) -> None:
        """Let the jobs end in time, then hurry what is left: each still says what it knows."""
        if self._thread is None:
            return
        self._jobs.put(None)
        self._thread.join(patience / 2)
        self._hurried.set()
        self._thread.join(patience / 2)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._number += 1
            try:
                job()
            except Exception:
                # The next job may be another run's.
                log.debug("Trackbook could not record data", exc_info=True)
