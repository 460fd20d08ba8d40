"""An S3 server that dies, in mid-transfer too, and comes back."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from s3_server import ENDPOINT, S3Server
from servers import RunningServer, trackbook_server

pytestmark = pytest.mark.skipif(bool(ENDPOINT), reason="the S3 server is not ours to kill")

STORE = "/api/2.0/mlflow-artifacts/artifacts"
MB = 2**20


@pytest.fixture
def s3() -> Iterator[S3Server]:
    """One of this test's own."""
    server = S3Server()
    yield server
    server.kill()


@pytest.fixture
def tracking_server(s3: S3Server, tmp_path) -> Iterator[RunningServer]:
    destination = ("--artifacts-destination", s3.uri("runs"))
    with trackbook_server(tmp_path, *destination, environment=s3.environment) as server:
        yield server


def call(server: RunningServer, method: str, path: str, body: bytes | None = None):
    request = urllib.request.Request(f"{server.url}{path}", data=body, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def assert_away(reply: tuple[int, bytes]) -> None:
    status, body = reply
    error = json.loads(body)
    assert (status, error["error_code"]) == (503, "TEMPORARILY_UNAVAILABLE")
    assert "cannot be reached" in error["message"]
    assert "127.0.0.1" not in error["message"]


def upload(server: RunningServer, size: int, halfway: Callable[[], None]) -> tuple[int, bytes]:
    """Send a file, with something happening after half of it."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    connection.putrequest("PUT", f"{STORE}/big.bin")
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    block = b"x" * MB
    for sent in range(0, size, MB):
        if sent == size // 2 // MB * MB:
            halfway()
        connection.send(block)
    reply = connection.getresponse()
    return reply.status, reply.read()


def test_without_s3_the_rest_works(s3: S3Server, tracking_server: RunningServer):
    assert call(tracking_server, "PUT", f"{STORE}/a.txt", b"x")[0] == 200
    s3.kill()
    assert_away(call(tracking_server, "GET", f"{STORE}/a.txt"))
    assert_away(call(tracking_server, "PUT", f"{STORE}/b.txt", b"x"))
    assert_away(call(tracking_server, "GET", f"{STORE}?path=x"))
    assert_away(call(tracking_server, "DELETE", f"{STORE}/a.txt"))
    assert call(tracking_server, "GET", "/health")[0] == 200
    s3.restart()
    assert call(tracking_server, "PUT", f"{STORE}/b.txt", b"x")[0] == 200


def test_the_server_starts_without_s3(s3: S3Server, tmp_path):
    s3.kill()
    destination = ("--artifacts-destination", s3.uri("runs"))
    with trackbook_server(tmp_path, *destination, environment=s3.environment) as server:
        assert_away(call(server, "GET", f"{STORE}/a.txt"))
        log = (tmp_path / "server.log").read_text()
        assert "cannot be reached" in log
        s3.restart()
        assert call(server, "PUT", f"{STORE}/a.txt", b"x")[0] == 200


@pytest.mark.parametrize("comes_back", [False, True])
def test_an_upload_that_s3_breaks_is_an_error_and_leaves_nothing(
    s3: S3Server, tracking_server: RunningServer, comes_back: bool
):
    def strike() -> None:
        s3.kill()
        if comes_back:
            s3.restart()

    status, body = upload(tracking_server, 64 * MB, strike)
    assert status >= 400
    assert json.loads(body)["error_code"] in ("TEMPORARILY_UNAVAILABLE", "RESOURCE_DOES_NOT_EXIST")
    if not comes_back:
        s3.restart()
    assert s3.stored_keys() == []
    assert s3.open_uploads() == []
    assert upload(tracking_server, 64 * MB, lambda: None)[0] == 200
    assert s3.client.head_object(Bucket=s3.bucket, Key="runs/big.bin")["ContentLength"] == 64 * MB


def test_a_download_that_s3_breaks_is_cut_short(s3: S3Server, tracking_server: RunningServer):
    assert upload(tracking_server, 64 * MB, lambda: None)[0] == 200
    connection = HTTPConnection(urlsplit(tracking_server.url).netloc, timeout=60)
    connection.request("GET", f"{STORE}/big.bin")
    reply = connection.getresponse()
    assert int(reply.headers["Content-Length"]) == 64 * MB
    received = len(reply.read(MB))
    s3.kill()
    with suppress(OSError):
        while block := reply.read1(MB):
            received += len(block)
    # So the client knows: the length that was announced is not reached.
    assert received < 64 * MB
