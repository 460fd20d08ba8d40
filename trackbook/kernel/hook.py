"""The IPython extension: hears of executions and passes them to the capture."""

from __future__ import annotations

import atexit
import functools
import logging
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from .. import environment, notebook_run
from . import adoption, fluent, magics
from .capture import Capture, Offer
from .front import Front, Message
from .interrupts import HeldInterrupts
from .magics import TrackbookMagics, blank_track_line, tracked_name
from .observer import Observer, outcome
from .session import Execution
from .values import Finding, Offers

# Of the half second that a kernel may end later; the rest is for what the process does besides.
EXIT_PATIENCE = 0.35
HEADLESS_PATIENCE = 3.0
UNLOAD_PATIENCE = 5.0
# Nobody waits for a kernel whose command is gone.
ABANDONED_PATIENCE = 15.0

log = logging.getLogger("trackbook")

Callback = TypeVar("Callback", bound=Callable[..., Any])


def unnoticed(callback: Callback) -> Callback:
    """What goes wrong in here is for the side panel to show, never for the cell to fail on."""

    @functools.wraps(callback)
    def wrapper(self: TrackbookHook, *arguments: Any) -> None:
        if os.getpid() != self._pid:
            # A process forked by the user's code is not this kernel.
            return
        with self.interrupts.held():
            try:
                callback(self, *arguments)
            except Exception as error:
                self.capture.problem = f"Capture failed: {error}"
                log.debug("Trackbook's capture failed", exc_info=True)

    return wrapper  # type: ignore[return-value]


class TrackbookHook:
    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.capture = Capture(Path.cwd(), self._send)
        self.observer = Observer(shell, self.capture.destination.data_dir)
        self.front = Front(self._on_message)
        self.interrupts = HeldInterrupts(shell)
        self.offers = Offers(shell, self.capture.destination, self.interrupts, self._send)
        self._pid = os.getpid()
        self._armed: dict[str, str] = {}
        self._next_name: str | None = None
        self._offer: Offer | None = None
        self._offline_chosen = environment.OFFLINE in os.environ
        self._limits_chosen = environment.DATA_LIMITS in os.environ
        # By thread: subshells execute beside the main thread. Nested executions are None.
        if self.capture.notebook_run is not None:
            self.observer.client = "headless"
        self._running: dict[int, list[tuple[str | None, Any, Execution | None]]] = {}

    def load(self) -> None:
        self.offers.watch.register()
        self.shell.events.register("pre_run_cell", self._before)
        self.shell.events.register("post_run_cell", self._after)
        self.shell.input_transformers_cleanup.append(blank_track_line)
        self.shell.register_magics(TrackbookMagics(self.shell, self))
        self.front.register()
        self.capture.start()
        atexit.register(self._close)
        run = self.capture.notebook_run
        lifeline = run and run.lifeline
        if lifeline and notebook_run.watch(lifeline, self._end_kernel):
            self._leave_end_to_lifeline()

    def unload(self) -> None:
        self.shell.events.unregister("pre_run_cell", self._before)
        self.shell.events.unregister("post_run_cell", self._after)
        self.offers.watch.unregister()
        self.shell.input_transformers_cleanup.remove(blank_track_line)
        magics.unregister(self.shell)
        atexit.unregister(self._close)
        self._close(UNLOAD_PATIENCE)
        self.front.unregister()

    def go_offline(self, enabled: bool) -> None:
        """Offline mode as the code wants it, whatever the settings say."""
        self._offline_chosen = True
        self.capture.go_offline(enabled)

    def limit_data(self, limits: str) -> None:
        """Limits as the code wants them, whatever the settings say; ValueError as they raise it."""
        self.capture.data_limits.parse(limits)
        self._limits_chosen = True

    def track_next(self, name: str) -> None:
        """Make the next execution a run, also one nested in a cell."""
        self._next_name = name

    @unnoticed
    def _close(self, patience: float | None = None) -> None:
        # Without Jupyter's server nobody else may send the rest for a long time.
        alone = self.capture.destination.is_ours
        if patience is None:
            patience = HEADLESS_PATIENCE if alone else EXIT_PATIENCE
            if self.capture.notebook_run is not None:
                # The command that runs the notebook waits for the record of its run.
                patience = UNLOAD_PATIENCE
        self.capture.close(patience, self.observer.headless_cells())

    def _leave_end_to_lifeline(self) -> None:
        """ipykernel ends within a second of its parent's death, whatever is still to be sent."""
        application = getattr(getattr(self.shell, "kernel", None), "parent", None)
        if getattr(application, "poller", None) is not None:
            application.poller = None

    def _end_kernel(self) -> None:
        # Whatever holds this up: nobody else ends the process.
        guard = threading.Timer(2 * ABANDONED_PATIENCE, os._exit, (1,))
        guard.daemon = True
        guard.start()
        try:
            self.capture.abandon(ABANDONED_PATIENCE)
        finally:
            os._exit(1)

    @unnoticed
    def _before(self, info: Any) -> None:
        stack = self._running.setdefault(threading.get_ident(), [])
        request = self.observer.request_id()
        if stack and stack[-1][0] != request:
            # An execution whose end was never heard of: the kernel was interrupted just then.
            stack.clear()
        name = self._requested_name(info)
        execution = None
        is_witnessed = not stack and self.observer.is_of_user(info)
        if is_witnessed or name is not None:
            seen = self.observer.observe(info)
            execution = self.capture.begin(
                info.raw_cell,
                seen,
                name,
                lambda: self._changes_experiment(info),
                lambda: self._joins_notebook_run(info),
            )
            if self.capture.is_tracking and self.capture.values != "never":
                self.offers.watch.begin()
        stack.append((request, info, execution))
        self.interrupts.pass_to_cell()

    def _after(self, result: Any) -> None:
        self._offer = None
        self._end(result)
        if self._offer is not None and self.capture.values == "everything":
            # An interrupt ends the logging, therefore it is not held back.
            self._log_objects(*self._offer)

    @unnoticed
    def _end(self, result: Any) -> None:
        self.interrupts.forget()
        stack = self._running.get(threading.get_ident())
        # A cell of white space ends without having begun.
        if not stack or (result is not None and result.info.raw_cell != stack[-1][1].raw_cell):
            return
        _, info, execution = stack.pop()
        if execution is not None:
            status, error = outcome(result)
            self._offer = self.capture.end(
                execution,
                status,
                error,
                lambda: self._find(info, result),
                self.offers.offer,
                lambda snapshots: snapshots.take_named(self._code(info), self.shell.user_ns),
            )

    def _changes_experiment(self, info: Any) -> bool:
        return fluent.changes_experiment(self._code(info), self.shell.user_ns)

    def _joins_notebook_run(self, info: Any) -> bool:
        run = self.capture.notebook_run
        return run is not None and adoption.joins(run, self._code(info), self.shell.user_ns)

    def _find(self, info: Any, result: Any) -> list[Finding]:
        return self.offers.find(self._code(info), result)

    def _code(self, info: Any) -> str:
        """The cell as plain Python, its magics as calls."""
        return getattr(info, "transformed_cell", None) or self.shell.transform_cell(info.raw_cell)

    def _requested_name(self, info: Any) -> str | None:
        """The name of the run that this execution shall be; "" for none given."""
        name, self._next_name = self._next_name, None
        armed = self._armed.pop(info.cell_id, None) if info.cell_id else None
        for requested in (tracked_name(info.raw_cell), armed, name):
            if requested is not None:
                return requested
        return None

    def _past_sources(self) -> Iterator[str]:
        """Of the session's cells, the last first."""
        return (execution.source for execution in reversed(self.capture.session.executions))

    def _log_objects(self, run_id: str, values: list[Message]) -> None:
        objects = [value for value in values if value["kind"] in ("figure", "table", "model")]
        self.offers.log(run_id, objects)

    def _send(self, message: Message) -> None:
        self.front.send(message)

    def _on_message(self, message: Message, connection: str | None) -> None:
        if message["type"] == "log_objects":
            # May take long: the user can interrupt it.
            self.offers.log(message["run_id"], message["objects"])
        else:
            self._on_request(message, connection)

    @unnoticed
    def _on_request(self, message: Message, connection: str | None) -> None:
        kind = message["type"]
        if kind == "hello":
            self.observer.introduce(connection, message.get("notebook"), message.get("client"))
            self.capture.values = message.get("values") or self.capture.values
            if not self._offline_chosen and isinstance(message.get("offline"), bool):
                self.capture.go_offline(message["offline"])
            if not self._limits_chosen and isinstance(message.get("data_limits"), dict):
                self.capture.data_limits.update(message["data_limits"])
            self.capture.send_state(always=True)
        elif kind == "arm":
            self._armed[message["cell_id"]] = message.get("name") or ""
        elif kind == "disarm":
            self._armed.pop(message["cell_id"], None)
        elif kind == "record_start":
            self.capture.start_recording(message.get("name"), self.observer.notebook_of(connection))
        elif kind == "record_stop":
            self.capture.stop_recording()
        elif kind == "discarded":
            self.capture.forget(message["run_id"])
        elif kind == "set_experiment":
            self.capture.set_experiment(message["experiment_id"], message.get("name"))
        elif kind == "inspect":
            self.offers.inspect(
                message["request"],
                message["name"],
                self.capture.run_to_log_to,
                self._past_sources(),
            )
