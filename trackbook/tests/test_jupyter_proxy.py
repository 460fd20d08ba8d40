"""`/trackbook/*` in a real Jupyter server: who may use it, and what passes through."""

from __future__ import annotations

import http.client

import pytest
from jupyter_process import TOKEN, Browser, JupyterProcess

CREATE = "trackbook/api/2.0/mlflow/experiments/create"


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory):
    root = tmp_path_factory.mktemp("proxy") / "root"
    root.mkdir()
    with JupyterProcess(root, base_url="/user/me/") as jupyter:
        jupyter.wait_for_state("running")
        yield jupyter


def test_status_says_where_the_server_is(jupyter):
    status = jupyter.status()

    assert status["state"] == "running"
    assert status["tracking_uri"] == status["url"] == jupyter.server_record()["url"]
    assert status["data_dir"] == str(jupyter.root / ".trackbook")


def test_requests_reach_the_tracking_server_under_a_base_url(jupyter):
    created = jupyter.request("POST", CREATE, {"name": "through the proxy"})
    found = jupyter.get(
        "trackbook/ajax-api/2.0/mlflow/experiments/get-by-name"
        "?experiment_name=through%20the%20proxy"
    )

    assert created.status == 200
    assert found.json()["experiment"]["experiment_id"] == created.json()["experiment_id"]


def test_errors_of_the_tracking_server_come_back_as_they_are(jupyter):
    reply = jupyter.get("trackbook/api/2.0/mlflow/experiments/get?experiment_id=999999")

    assert reply.status == 404
    assert reply.json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"


def test_delete_passes_its_body_and_put_its_bytes(jupyter):
    path = "trackbook/api/2.0/mlflow-artifacts/artifacts/0/some%20file.bin"
    content = bytes(range(256)) * 1000
    stored = jupyter.request("PUT", path, content)
    loaded = jupyter.get(path)
    refused = jupyter.request(
        "DELETE", "trackbook/api/2.0/mlflow/registered-models/delete", {"name": "none"}
    )

    assert stored.status == 200
    assert loaded.body == content
    assert refused.json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"


def test_stored_files_are_sandboxed(jupyter):
    path = "trackbook/api/2.0/mlflow-artifacts/artifacts/0/page.html"
    jupyter.request("PUT", path, b"<script>parent.alert()</script>")

    assert "sandbox" in jupyter.get(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["trackbook-status", "trackbook/health", "trackbook/"])
def test_nobody_gets_in_without_login(jupyter, path):
    assert jupyter.request("GET", path, token=None).status == 403
    assert jupyter.request("GET", path, token="wrong").status == 403


def test_a_browser_without_login_is_sent_to_it(jupyter):
    reply = jupyter.request("GET", "trackbook/", token=None, Accept="text/html")

    assert reply.status == 302
    assert reply.headers["Location"].startswith("/user/me/login")


def test_a_session_needs_the_xsrf_token_to_change_something(jupyter):
    browser = Browser(jupyter)

    def create(name: str, **headers: str) -> int:
        return browser.ask("POST", CREATE, {"name": name}, **headers)

    assert browser.ask("GET", "trackbook/health") == 200
    assert create("forged") == 403
    assert create("ours", xsrf_token=browser.xsrf) == 200
    foreign = create("foreign", xsrf_token=browser.xsrf, Origin="http://evil.example")
    assert foreign in (403, 404)


def test_the_session_stays_with_jupyter(jupyter):
    record = jupyter.server_record()
    direct = http.client.HTTPConnection("127.0.0.1", record["port"])
    direct.request("POST", "/api/2.0/mlflow/experiments/create", b"{}")

    # The tracking server lets nobody in without its own token, so that the proxy must replace
    # the user's Authorization; a URL with Jupyter's token still works.
    assert direct.getresponse().status == 401
    path = f"trackbook/api/2.0/mlflow/experiments/get?experiment_id=0&token={TOKEN}"
    assert jupyter.request("GET", path, token=None).status == 200


def test_without_a_slash_it_leads_to_the_page(jupyter):
    reply = jupyter.get("trackbook")

    assert (reply.status, reply.headers["Location"]) == (302, "/user/me/trackbook/")


def test_events_pass_unbuffered(jupyter):
    connection = http.client.HTTPConnection("127.0.0.1", jupyter.port, timeout=10)
    headers = {"Authorization": f"token {TOKEN}"}
    connection.request("GET", "/user/me/trackbook/api/2.0/trackbook/events", headers=headers)
    events = connection.getresponse()

    assert events.getheader("Content-Type").startswith("text/event-stream")
    assert _next_event(events) == "hello"
    jupyter.request("POST", CREATE, {"name": "seen at once"})
    assert _next_event(events) == "change"
    connection.close()
    assert "Traceback" not in jupyter.log.read_text()


@pytest.mark.slow(seconds=20)
def test_two_gigabytes_pass_without_being_held_in_memory(jupyter):
    size = 2_200_000_000
    path = "/user/me/trackbook/api/2.0/mlflow-artifacts/artifacts/0/big.bin"
    before = jupyter.resident_megabytes()
    connection = http.client.HTTPConnection("127.0.0.1", jupyter.port, timeout=300)
    connection.putrequest("PUT", path)
    connection.putheader("Authorization", f"token {TOKEN}")
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    chunk = bytes(10_000_000)
    for _ in range(size // len(chunk)):
        connection.send(chunk)
    assert connection.getresponse().read() is not None

    connection.request("GET", path, headers={"Authorization": f"token {TOKEN}"})
    reply = connection.getresponse()
    received = 0
    while part := reply.read(10_000_000):
        received += len(part)

    assert received == size
    assert jupyter.resident_megabytes() - before < 60


def _next_event(events: http.client.HTTPResponse) -> str:
    for line in iter(events.readline, b""):
        if line.startswith(b"event:"):
            return line.partition(b":")[2].strip().decode()
    raise AssertionError("The stream ended")


def test_a_refusal_says_that_it_closes_the_connection(jupyter):
    connection = http.client.HTTPConnection("127.0.0.1", jupyter.port)
    path = f"{jupyter.base_url}trackbook/health"

    connection.request("GET", path, headers={"Authorization": f"token {TOKEN}"})
    passed = connection.getresponse()
    assert (passed.read(), passed.headers["Connection"]) == (b"OK", None)

    connection.request("GET", path)
    refused = connection.getresponse()
    assert (refused.status, refused.headers["Connection"]) == (403, "close")
    connection.close()
