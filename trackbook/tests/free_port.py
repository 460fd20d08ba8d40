"""Ports for servers that tests start."""

from __future__ import annotations

import os
import random
import socket

# Below the ports that systems give to outgoing connections, of which a load makes thousands.
_FIRST = 10_240
_PER_WORKER = 4_000
_given: set[int] = set()


def free_port() -> int:
    """A port that nobody listens on, and that no other worker of these tests is given.

    Where the system chooses (port 0), it may give the same port to another process or to an
    outgoing connection before the server that is being started has bound it.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = _FIRST + worker % 3 * _PER_WORKER
    port = random.choice([p for p in range(first, first + _PER_WORKER) if p not in _given])
    _given.add(port)
    return port if _is_free(port) else free_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
