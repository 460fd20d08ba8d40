"""`/trackbook-reproductions/RUN_ID` in a real Jupyter server, with a stand-in for the command."""

from __future__ import annotations

import json
import time

import psutil
import pytest
from jupyter_process import Browser, JupyterProcess

# Says what the folder's file `script` says, then waits until the file `go` is there.
STAND_IN = """
import json, pathlib, sys, time
run_id, folder = sys.argv[1], pathlib.Path.cwd()
for line in json.loads((folder / "script.json").read_text()):
    if line == "wait":
        while not (folder / "go").exists():
            time.sleep(0.02)
    elif isinstance(line, str):
        print(line, file=sys.stderr, flush=True)
    else:
        print(json.dumps(line), flush=True)
"""

STARTED = {"event": "started", "run_id": "new", "cells": 2}


@pytest.fixture
def jupyter(folder, tmp_path):
    patch = tmp_path / "patch"
    patch.mkdir()
    (patch / "sitecustomize.py").write_text(
        "import sys\n"
        "import trackbook.jupyter.reproductions as reproductions\n"
        f"reproductions.reproduce_command = lambda run_id, tolerance: "
        f"[sys.executable, '-S', '-c', {STAND_IN!r}, run_id, str(tolerance)]\n"
    )
    with JupyterProcess(folder, env={"PYTHONPATH": str(patch)}) as jupyter:
        yield jupyter


def script(jupyter, *lines):
    (jupyter.root / "script.json").write_text(json.dumps(lines))


def start(jupyter, run_id="old", tolerance=1e-6):
    return jupyter.request("POST", f"trackbook-reproductions/{run_id}", {"tolerance": tolerance})


def state(jupyter, run_id="old"):
    return jupyter.get(f"trackbook-reproductions/{run_id}").json()


def wait_for(jupyter, wanted, run_id="old"):
    deadline = time.monotonic() + 30
    while not wanted(state(jupyter, run_id)):
        assert time.monotonic() < deadline, state(jupyter, run_id)
        time.sleep(0.05)
    return state(jupyter, run_id)


def test_progress_and_result_are_kept_for_whoever_asks(jupyter):
    script(
        jupyter,
        STARTED,
        {"event": "cell", "index": 1, "of": 2},
        "a warning that concerns nobody",
        "wait",
        {"event": "finished", "run_id": "new", "holds": False},
    )
    assert state(jupyter) is None

    reply = start(jupyter)

    assert (reply.status, reply.json()["state"]) == (201, "running")
    running = wait_for(jupyter, lambda found: found["cell"] == 1)
    assert (running["state"], running["new_run_id"], running["cells"]) == ("running", "new", 2)
    assert start(jupyter).status == 409
    (jupyter.root / "go").touch()
    finished = wait_for(jupyter, lambda found: found["state"] != "running")
    assert (finished["state"], finished["holds"], finished["new_run_id"]) == (
        "finished",
        False,
        "new",
    )
    assert start(jupyter).status == 201


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([{"event": "failed", "message": "There is no kernel 'x'."}], "There is no kernel 'x'."),
        ([STARTED, "trackbook: out of luck"], "trackbook: out of luck"),
        ([], "`trackbook reproduce` ended with exit code 0."),
        ([STARTED, {"event": "cell"}, {"event": ["odd"]}], '{"event": "cell"}\n{"event": ["odd"]}'),
    ],
)
def test_a_failure_says_why(jupyter, lines, message):
    script(jupyter, *lines)
    start(jupyter)

    failed = wait_for(jupyter, lambda found: found["state"] != "running")

    assert (failed["state"], failed["message"]) == ("failed", message)


def test_cancel_ends_the_child(jupyter):
    script(jupyter, STARTED, "wait")
    start(jupyter)
    wait_for(jupyter, lambda found: found["new_run_id"] == "new")
    [child] = reproducing(jupyter)

    assert jupyter.request("DELETE", "trackbook-reproductions/old").status == 204

    wait_for(jupyter, lambda found: found["state"] == "cancelled")
    assert not child.is_running()
    assert jupyter.request("DELETE", "trackbook-reproductions/old").status == 404


def test_the_end_of_jupyter_ends_the_child(jupyter):
    script(jupyter, STARTED, "wait")
    start(jupyter)
    wait_for(jupyter, lambda found: found["new_run_id"] == "new")
    [child] = reproducing(jupyter)

    jupyter.end()

    assert not child.is_running()


def test_runs_are_reproduced_side_by_side(jupyter):
    script(jupyter, STARTED, "wait")

    assert start(jupyter, "one").status == start(jupyter, "two").status == 201
    assert jupyter.request("DELETE", "trackbook-reproductions/one").status == 204
    wait_for(jupyter, lambda found: found["state"] == "cancelled", "one")
    assert state(jupyter, "two")["state"] == "running"


@pytest.mark.parametrize("body", [None, {}, {"tolerance": "much"}, {"tolerance": -1}, [1]])
def test_a_wrong_tolerance_starts_nothing(jupyter, body):
    reply = jupyter.request("POST", "trackbook-reproductions/old", body)

    assert reply.status == 400
    assert state(jupyter) is None


def test_it_is_for_those_who_may_start_kernels(jupyter):
    path = "trackbook-reproductions/old"
    without_token = [
        jupyter.request(method, path, body, token=None).status
        for method, body in [("GET", None), ("POST", {"tolerance": 0}), ("DELETE", None)]
    ]

    assert without_token == [403, 403, 403]
    assert state(jupyter) is None


def test_a_page_elsewhere_starts_and_cancels_nothing(jupyter):
    path = "trackbook-reproductions/old"
    browser = Browser(jupyter)
    script(jupyter, STARTED, "wait")
    tolerance = {"tolerance": 0}
    evil = {"xsrf_token": browser.xsrf, "Origin": "http://evil.example"}

    assert browser.ask("GET", path) == 200
    assert browser.ask("POST", path, tolerance) == 403
    assert browser.ask("POST", path, tolerance, xsrf_token="0" * 32) == 403
    assert browser.ask("POST", path, tolerance, **evil) in (403, 404)
    assert state(jupyter) is None
    assert browser.ask("POST", path, tolerance, xsrf_token=browser.xsrf) == 201
    assert browser.ask("DELETE", path) == 403
    assert state(jupyter)["state"] == "running"
    assert browser.ask("DELETE", path, xsrf_token=browser.xsrf) == 204


def reproducing(jupyter):
    children = psutil.Process(jupyter.process.pid).children()
    return [child for child in children if child.cmdline()[-2:-1] == ["old"]]
