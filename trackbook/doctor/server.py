"""The tracking server that this environment points at."""

from __future__ import annotations

import base64
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import psutil

from ..environment import TRACKING_TOKEN, TRACKING_URI
from .finding import Finding, fine, note, problem

PATIENCE = 5.0
DEFAULT_PORT = 5000


def check_tracking_uri() -> Iterator[Finding]:
    uri = os.environ.get(TRACKING_URI, "")
    if not uri:
        yield fine(f"{TRACKING_URI} is not set: Jupyter uses the server of its folder.")
        return
    parts = urlsplit(uri)
    if parts.scheme not in ("http", "https"):
        yield problem(
            f"{TRACKING_URI} is '{uri}', which is no address of a server.",
            f"Unset {TRACKING_URI}, or set it to one such as http://127.0.0.1:{DEFAULT_PORT}.",
        )
    elif not parts.hostname:
        yield problem(
            f"{TRACKING_URI} is '{uri}', which names no host.",
            f"Set it to an address such as http://127.0.0.1:{DEFAULT_PORT}.",
        )
    else:
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        yield from ask_server(shown, _authorization(parts.username, parts.password), TRACKING_URI)


def check_port(port: int) -> Finding:
    """Whether `trackbook server` could listen there."""
    owner = owner_of_port(port)
    if owner is None:
        return fine(f"Port {port} is free for `trackbook server`.")
    return note(
        f"Port {port} is taken by {owner}.",
        f"Give `trackbook server` another one, such as --port {port + 1}.",
    )


def owner_of_port(port: int) -> str | None:
    """Who listens on a port of this machine, in words; None if nobody does."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.AccessDenied:
        return "a program that only an administrator may see"
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port:
            return _process(connection.pid)
    return None


def _process(pid: int | None) -> str:
    try:
        return f"{psutil.Process(pid).name()} (process {pid})" if pid else "another user's program"
    except psutil.Error:
        return f"process {pid}"


def ask_server(url: str, authorization: str | None, who: str) -> Iterator[Finding]:
    """Make the smallest call that any tracking server answers."""
    request = urllib.request.Request(
        f"{url.rstrip('/')}/api/2.0/mlflow/experiments/search",
        data=b'{"max_results": 1}',
        headers={"Content-Type": "application/json"},
    )
    if authorization:
        request.add_header("Authorization", authorization)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            json.load(reply)
    except urllib.error.HTTPError as error:
        yield _refusal(url, error.code, who)
    except ValueError:
        yield _stranger(url, who)
    except OSError as error:
        reason = getattr(error, "reason", error)
        yield problem(
            f"{who}: {url} does not answer ({reason}).",
            "Start the server, or correct the address.",
        )
    else:
        yield fine(f"{who}: {url} answers.")


def _refusal(url: str, status: int, who: str) -> Finding:
    if status in (401, 403):
        return problem(
            f"{who}: {url} refuses access ({status}).",
            f"Set {TRACKING_TOKEN}, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.",
        )
    if status == 404:
        return _stranger(url, who)
    return problem(f"{who}: {url} answers with an error ({status}).", "Look into its log.")


def _stranger(url: str, who: str) -> Finding:
    return problem(
        f"{who}: {url} is no tracking server.", "Correct the address; a path may be missing."
    )


def _authorization(user: str | None, password: str | None) -> str | None:
    user = unquote(user) if user else os.environ.get("MLFLOW_TRACKING_USERNAME")
    if user:
        password = unquote(password or "") or os.environ.get("MLFLOW_TRACKING_PASSWORD", "")
        return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    token = os.environ.get(TRACKING_TOKEN)
    return f"Bearer {token}" if token else None
