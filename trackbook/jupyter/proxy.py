"""`/trackbook/<path>` of Jupyter is `/<path>` of the tracking server, streamed both ways."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
from urllib.parse import urlencode, urlsplit

from jupyter_server.base.handlers import JupyterHandler
from tornado import httputil, web
from tornado.http1connection import HTTP1Connection, HTTP1ConnectionParameters
from tornado.iostream import StreamClosedError
from tornado.tcpclient import TCPClient

from .upstream import Target, Upstream, UpstreamUnavailable

CHUNK_SIZE = 1024 * 1024

# Meant for the one connection they came on (RFC 9110, 7.6.1), or for Jupyter alone: its session
# must not reach the tracking server, nor the tracking server's cookies the browser.
HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
NOT_FORWARDED = HOP_BY_HOP | {
    "authorization",
    "cookie",
    "expect",
    "host",
    "origin",
    "referer",
    "x-xsrftoken",
}
NOT_RETURNED = HOP_BY_HOP | {"server", "set-cookie"}
JUPYTER_ARGUMENTS = {"token", "_xsrf"}

# Stored files come from anywhere: shown under Jupyter's address they must not act as its user.
SERVES_FILES = re.compile(r"/mlflow-artifacts/|/get-artifact$|/artifacts/files$")
ARTIFACT_POLICY = "sandbox allow-scripts"


@web.stream_request_body
class ProxyHandler(JupyterHandler):
    """Checks who asks, then passes bytes on as fast as the slower side takes them."""

    SUPPORTED_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")  # type: ignore[assignment]
    auth_resource = "trackbook"

    def initialize(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._exchange: Exchange | None = None

    def set_default_headers(self) -> None:
        super().set_default_headers()
        if getattr(self, "_exchange", None) is None:
            # Tornado closes the connection when a reply goes out before the body was asked for;
            # a client that is not told would send its next request into it.
            self.set_header("Connection", "close")

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        if self._finished or not await self._admitted():
            return
        # No limit here: the tracking server knows what it accepts, and nothing is held in memory.
        self.request.connection.set_max_body_size(sys.maxsize)  # type: ignore[union-attr]
        try:
            target = await self._upstream.target()
            self._exchange = await Exchange.open(self, target)
            self.clear_header("Connection")
        except UpstreamUnavailable as error:
            self._fail(503, str(error))
        except OSError as error:
            self._fail(502, f"The tracking server cannot be reached: {_reason(error)}.")

    async def data_received(self, chunk: bytes) -> None:
        if self._exchange is not None:
            await self._exchange.send(chunk)

    async def _relay(self, path: str) -> None:
        assert self._exchange is not None
        if not await self._exchange.relay_reply() and not self._headers_written:
            self._fail(502, "The tracking server closed the connection without an answer.")

    get = head = post = put = patch = delete = _relay  # type: ignore[assignment]

    def on_connection_close(self) -> None:
        super().on_connection_close()
        if self._exchange is not None:
            self._exchange.close()

    def on_finish(self) -> None:
        super().on_finish()
        if self._exchange is not None:
            self._exchange.close()

    def compute_etag(self) -> None:
        """The tracking server's own."""

    async def _admitted(self) -> bool:
        """Jupyter's rules: a known user, from this origin, with the right to do this."""
        if self.current_user is None:
            accepted = self.request.headers.get("Accept", "")
            if self.request.method == "GET" and "text/html" in accepted:
                self.redirect(self.get_login_url())
                return False
            raise web.HTTPError(403)
        if not self.check_origin():
            raise web.HTTPError(404)
        action = "read" if self.request.method in ("GET", "HEAD") else "write"
        allowed = self.authorizer.is_authorized(self, self.current_user, action, "trackbook")
        if not (await allowed if hasattr(allowed, "__await__") else allowed):
            raise web.HTTPError(403)
        return True

    def _fail(self, status: int, message: str) -> None:
        """MLflow's error format, so that its clients show the message."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish({"error_code": "TEMPORARILY_UNAVAILABLE", "message": message})

    def upstream_path(self, prefix: str) -> str:
        """The request's path and query as the tracking server should see them."""
        mount = f"{self.base_url}trackbook/"
        path = self.request.path[len(mount) :]
        arguments = httputil.parse_qs_bytes(self.request.query, keep_blank_values=True)
        if not JUPYTER_ARGUMENTS.isdisjoint(arguments):
            kept = {k: v for k, v in arguments.items() if k not in JUPYTER_ARGUMENTS}
            query = urlencode(kept, doseq=True)
        else:
            query = self.request.query
        return f"{prefix}/{path}" + (f"?{query}" if query else "")


class Exchange(httputil.HTTPMessageDelegate):
    """One request to the tracking server and its reply, on a connection of their own."""

    def __init__(self, handler: ProxyHandler, connection: HTTP1Connection) -> None:
        self._handler = handler
        self._connection = connection
        self._answered = False
        self._reply: asyncio.Future[None]

    @classmethod
    async def open(cls, handler: ProxyHandler, target: Target) -> Exchange:
        url = urlsplit(target.url)
        port = url.port or (443 if target.tls else 80)
        assert url.hostname is not None
        stream = await TCPClient().connect(url.hostname, port, ssl_options=target.tls)
        stream.set_nodelay(True)
        parameters = HTTP1ConnectionParameters(
            no_keep_alive=True, chunk_size=CHUNK_SIZE, max_body_size=sys.maxsize
        )
        connection = HTTP1Connection(stream, is_client=True, params=parameters)
        exchange = cls(handler, connection)
        request = handler.request
        assert request.method is not None
        connection.write_headers(
            httputil.RequestStartLine(request.method, handler.upstream_path(url.path), "HTTP/1.1"),
            _request_headers(request, url.netloc.rpartition("@")[2], target.authorization),
        )
        # From the beginning: a server may answer before it has read everything (401, 413).
        exchange._reply = asyncio.ensure_future(exchange._read_reply())
        return exchange

    async def send(self, chunk: bytes) -> None:
        """Pass on a part of the request's body; returns when there is room for more."""
        with contextlib.suppress(StreamClosedError):
            await self._connection.write(chunk)

    async def relay_reply(self) -> bool:
        """End the request and pass on the reply; False if none came."""
        if not self._connection.stream.closed():
            self._connection.finish()
        await self._reply
        return self._answered

    def close(self) -> None:
        self._connection.close()

    async def _read_reply(self) -> None:
        with contextlib.suppress(StreamClosedError):
            await self._connection.read_response(self)

    async def headers_received(  # type: ignore[override]
        self,
        start_line: httputil.RequestStartLine | httputil.ResponseStartLine,
        headers: httputil.HTTPHeaders,
    ) -> None:
        assert isinstance(start_line, httputil.ResponseStartLine)
        if start_line.code < 200:
            return
        self._answered = True
        handler = self._handler
        handler.set_status(start_line.code, start_line.reason)
        handler.clear_header("Content-Type")
        for name, value in headers.get_all():
            if name.lower() == "location":
                handler.set_header(name, _own_location(handler, value))
            elif name.lower() not in NOT_RETURNED:
                handler.set_header(name, value)
        if SERVES_FILES.search(handler.request.path):
            handler.set_header("Content-Security-Policy", ARTIFACT_POLICY)
        await self._flush()

    async def data_received(self, chunk: bytes) -> None:  # type: ignore[override]
        self._handler.write(chunk)
        await self._flush()

    async def _flush(self) -> None:
        try:
            await self._handler.flush()
        except StreamClosedError:
            # The browser went away, as it does from event streams: nobody waits for the rest.
            self.close()


def _reason(error: OSError) -> str:
    """Of a connection that was never made Tornado says only that it is closed."""
    cause = error.real_error if isinstance(error, StreamClosedError) else error
    return getattr(cause, "strerror", None) or str(cause or error)


def _request_headers(
    request: httputil.HTTPServerRequest, host: str, authorization: str | None
) -> httputil.HTTPHeaders:
    headers = httputil.HTTPHeaders({"Host": host, "Connection": "close"})
    for name, value in request.headers.get_all():
        if name.lower() not in NOT_FORWARDED:
            headers.add(name, value)
    if authorization:
        headers["Authorization"] = authorization
    return headers


def _own_location(handler: ProxyHandler, location: str) -> str:
    return f"{handler.base_url}trackbook{location}" if location.startswith("/") else location
