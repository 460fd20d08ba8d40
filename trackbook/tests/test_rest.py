"""The kernel's own client of the REST API, against servers as they behave."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from trackbook.kernel.rest import RestClient, Unreachable

REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n" + b'{"is": "ok"}'


class ImpatientServer:
    """Answers one request of each connection and closes it then, as servers do with idle ones."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.connections = 0
        self.closed = threading.Semaphore(0)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self.connections += 1
                connection.recv(65536)
                connection.sendall(REPLY)
            self.closed.release()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def server() -> Iterator[ImpatientServer]:
    server = ImpatientServer()
    yield server
    server.stop()


def test_a_connection_that_the_server_closed_meanwhile_is_not_used_again(server):
    """Uvicorn closes after five seconds, Node's server after 72."""
    client = RestClient(server.url, None)

    for _ in range(3):
        assert client.post("runs/create", {}) == {"is": "ok"}
        server.closed.acquire()

    assert server.connections == 3


def test_a_server_that_is_gone_is_unreachable(unused_port):
    with pytest.raises(Unreachable, match="cannot be reached"):
        RestClient(f"http://127.0.0.1:{unused_port}", None).get("experiments/get")
