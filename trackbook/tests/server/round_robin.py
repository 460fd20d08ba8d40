"""A proxy that sends each request to the next server, as a team's load balancer does."""

from __future__ import annotations

import http.client
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def round_robin(ports: Sequence[int]) -> Iterator[int]:
    """Gives the proxy's port. A request that a server breaks off is answered with 502."""
    turns = itertools.cycle(ports)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            for _ in ports:
                connection = http.client.HTTPConnection("127.0.0.1", next(turns), timeout=60)
                try:
                    connection.connect()
                except ConnectionRefusedError:
                    continue  # not running: the next one serves
                try:
                    self._relay(connection, body)
                finally:
                    connection.close()
                return
            self._answer(502, b"")

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

        def log_message(self, *_: object) -> None:
            pass

        def _relay(self, connection: http.client.HTTPConnection, body: bytes) -> None:
            try:
                connection.request(self.command, self.path, body or None, dict(self.headers))
                reply = connection.getresponse()
                content = reply.read()
            except (OSError, http.client.HTTPException):
                self._answer(502, b"")
            else:
                self._answer(reply.status, content, reply.headers.get("Content-Type", ""))

        def _answer(self, status: int, content: bytes, content_type: str = "text/plain") -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.daemon_threads = True
    thread = threading.Thread(target=proxy.serve_forever)
    thread.start()
    try:
        yield proxy.server_address[1]
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
