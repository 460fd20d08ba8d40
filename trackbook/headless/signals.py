"""Ctrl-C and SIGTERM as an event, so that kernels and runs are ended in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """To be entered on the main thread, in a running loop."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.stop = asyncio.Event()
        self.came = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interruption:
        self._loop = asyncio.get_running_loop()
        for number in SIGNALS:
            # The loop's own handlers do not exist on Windows.
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, frame: Any) -> None:
        self._loop.call_soon_threadsafe(self._begin_to_stop)

    def _begin_to_stop(self) -> None:
        if not self.came:
            self.came = True
            self._say("Stopping the kernels …")
            self.stop.set()
