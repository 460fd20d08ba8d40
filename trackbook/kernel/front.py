"""The comm to notebooks that are open on this kernel. They come and go; capture does not care."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

TARGET = "trackbook"

log = logging.getLogger("trackbook")

Message = dict[str, Any]


class Front:
    def __init__(self, on_message: Callable[[Message, str | None], None]) -> None:
        self._on_message = on_message
        self._comms: set[Any] = set()
        self._manager: Any = None

    def __bool__(self) -> bool:
        return bool(self._comms)

    def register(self) -> None:
        from comm import get_comm_manager

        self._manager = get_comm_manager()
        self._manager.register_target(TARGET, self._opened)

    def unregister(self) -> None:
        for comm in list(self._comms):
            comm.close()
        self._comms.clear()
        if self._manager is not None:
            self._manager.unregister_target(TARGET, self._opened)

    def send(self, message: Message) -> None:
        for comm in list(self._comms):
            try:
                comm.send(message)
            except Exception:
                # The socket of a kernel that is shutting down: nobody is left to be told.
                log.debug("Trackbook could not reach a notebook", exc_info=True)
                self._comms.discard(comm)

    def _opened(self, comm: Any, message: Message) -> None:
        self._comms.add(comm)
        comm.on_msg(self._received)
        comm.on_close(lambda message: self._comms.discard(comm))
        self._received(message)

    def _received(self, message: Message) -> None:
        data = message.get("content", {}).get("data")
        if isinstance(data, dict) and "type" in data:
            # The same connection asks for the executions of the notebook's cells.
            self._on_message(data, message.get("header", {}).get("session"))
