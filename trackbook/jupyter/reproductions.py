"""Runs that are being run again: one `trackbook reproduce` each, and what it said last."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Any

STOP_PATIENCE = 10.0
LAST_LINES = 20
# Of each event, what is read of it.
FIELDS = {
    "started": {"run_id", "cells"},
    "cell": {"index", "of"},
    "finished": {"run_id", "holds"},
    "failed": {"message"},
}


class AlreadyRunning(RuntimeError):
    """The run is being reproduced now."""


class NotRunning(RuntimeError):
    """The run is not being reproduced."""


def reproduce_command(run_id: str, tolerance: float) -> list[str]:
    return [
        *(sys.executable, "-c", "from trackbook.cli import main; raise SystemExit(main())"),
        *("reproduce", run_id, "--yes", "--json", f"--tolerance={tolerance!r}"),
    ]


class Reproduction:
    """A child process, and what became of it so far."""

    def __init__(self, run_id: str, tolerance: float, folder: Path) -> None:
        self._mutex = threading.Lock()
        self._cancelled = False
        self._state: dict[str, Any] = {
            "run_id": run_id,
            "state": "running",
            "new_run_id": None,
            "cell": 0,
            "cells": None,
            "holds": None,
            "message": None,
        }
        self._said: deque[str] = deque(maxlen=LAST_LINES)
        self._process = subprocess.Popen(
            reproduce_command(run_id, tolerance),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._thread = threading.Thread(
            target=self._follow, name=f"trackbook-reproduce-{run_id}", daemon=True
        )
        self._thread.start()

    def state(self) -> dict[str, Any]:
        with self._mutex:
            return dict(self._state)

    @property
    def is_running(self) -> bool:
        return self.state()["state"] == "running"

    def cancel(self) -> None:
        self._cancelled = True
        self._process.terminate()

    def stop(self) -> None:
        """Cancel, and return once the process is gone."""
        self.cancel()
        try:
            self._process.wait(STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._thread.join(STOP_PATIENCE)

    def _follow(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                event = _parse(line)
                if event is None:
                    self._said.append(line.decode("utf-8", "replace"))
                else:
                    self._note(event)
        code = self._process.wait()
        with self._mutex:
            if self._cancelled and self._state["state"] != "finished":
                self._state.update(state="cancelled", message=None)
            elif self._state["state"] == "running":
                self._state.update(state="failed", message=self._last_words(code))

    def _note(self, event: dict[str, Any]) -> None:
        with self._mutex:
            match event["event"]:
                case "started":
                    self._state.update(new_run_id=event["run_id"], cells=event["cells"])
                case "cell":
                    self._state.update(cell=event["index"], cells=event["of"])
                case "finished":
                    self._state.update(
                        state="finished", new_run_id=event["run_id"], holds=event["holds"]
                    )
                case "failed":
                    self._state.update(state="failed", message=event["message"])

    def _last_words(self, code: int) -> str:
        said = "".join(self._said).strip()
        return said or f"`trackbook reproduce` ended with exit code {code}."


class Reproductions:
    """Of each run the last reproduction, for as long as Jupyter's server lives."""

    def __init__(self, folder: Path, log: logging.Logger) -> None:
        self._folder = folder
        self._log = log
        self._of_run: dict[str, Reproduction] = {}

    def start(self, run_id: str, tolerance: float) -> Reproduction:
        last = self._of_run.get(run_id)
        if last is not None and last.is_running:
            raise AlreadyRunning("This run is being reproduced already.")
        self._log.info("Reproducing run %s", run_id)
        started = self._of_run[run_id] = Reproduction(run_id, tolerance, self._folder)
        return started

    def of_run(self, run_id: str) -> Reproduction | None:
        return self._of_run.get(run_id)

    def cancel(self, run_id: str) -> None:
        reproduction = self._of_run.get(run_id)
        if reproduction is None or not reproduction.is_running:
            raise NotRunning("This run is not being reproduced.")
        reproduction.cancel()

    def stop(self) -> None:
        for reproduction in self._of_run.values():
            if reproduction.is_running:
                reproduction.stop()


def _parse(line: bytes) -> dict[str, Any] | None:
    """The event of a line; None for what something else printed."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    if not isinstance(event, dict) or not isinstance(event.get("event"), str):
        return None
    needed = FIELDS.get(event["event"])
    return event if needed is not None and event.keys() >= needed else None
