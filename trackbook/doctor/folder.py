"""The folder that Jupyter is started in: its disk, its databases and its server."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from ..embedded.server_record import ServerRecord
from ..embedded.supervisor import accepts_connections, serves
from .finding import Finding, fine, note, problem
from .server import ask_server, owner_of_port

DATA_DIR = ".trackbook"
FULL = 100_000_000
NEARLY_FULL = 1_000_000_000


def check_folder(folder: Path) -> Iterator[Finding]:
    data_dir = folder / DATA_DIR
    yield _writable(data_dir if data_dir.exists() else folder)
    yield _disk(folder)
    yield from _databases(folder)
    database = data_dir / "trackbook.db"
    if database.exists():
        yield _readable(database)
    yield from _server(data_dir)


def _writable(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return problem(
            f"{folder} cannot be written to: {error.strerror}.",
            "Start Jupyter in a folder that you own, or give yourself the permission.",
        )
    return fine(f"{folder} can be written to.")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB are free on the disk of {folder}."
    if free < FULL:
        return problem(text, "Free some space: nothing more can be stored.")
    return note(text, "Free some space soon.") if free < NEARLY_FULL else fine(text)


def _databases(folder: Path) -> Iterator[Finding]:
    own = folder / DATA_DIR / "trackbook.db"
    standalone = folder / "trackbook.db"
    if own.exists() and standalone.exists():
        yield problem(
            f"There are two databases of Trackbook: {own} of Jupyter and {standalone} of "
            "`trackbook server`.",
            "Bring the one into the other: `trackbook import trackbook.db`, then move it away.",
        )
    for parent in folder.parents:
        other = parent / DATA_DIR / "trackbook.db"
        if other.exists():
            yield note(
                f"There is another database in {other}.",
                "It is used where Jupyter is started in that folder; runs may be there.",
            )
    for name in ("mlflow.db", "mlruns"):
        if (folder / name).exists():
            source = f"sqlite:///{name}" if name.endswith(".db") else name
            yield note(
                f"MLflow keeps runs in {folder / name}, which Trackbook does not show.",
                f"Bring them over with `trackbook import {source}`.",
            )


def _readable(database: Path) -> Finding:
    try:
        # Waits for nobody: a database in use can be read.
        connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=1)
        try:
            (runs,) = connection.execute("SELECT count(*) FROM runs").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        return problem(
            f"{database} cannot be read: {error}.",
            "Run `trackbook check`, and restore a backup if it is damaged.",
        )
    return fine(f"{database} holds {runs:,} runs.")


def _server(data_dir: Path) -> Iterator[Finding]:
    record = ServerRecord.read(data_dir)
    if record is None:
        if data_dir.exists():
            yield note("No server has run in this folder yet.", "It starts with Jupyter.")
        return
    if serves(record):
        yield from ask_server(record.url, f"Bearer {record.token}", "The server of this folder")
    elif accepts_connections(record.port):
        yield note(
            f"Port {record.port}, where the server of this folder was last, is taken by "
            f"{owner_of_port(record.port)}.",
            "Trackbook takes another port; restart kernels that still run.",
        )
    elif psutil.pid_exists(record.pid) and record.pid != os.getpid():
        yield problem(
            f"The server of this folder is recorded as process {record.pid}, which does not listen "
            f"on port {record.port}.",
            f"The record is stale, or the server hangs: stop Jupyter and remove "
            f"{data_dir / 'server.json'}.",
        )
    else:
        yield note("The server of this folder does not run now.", "It starts with Jupyter.")
