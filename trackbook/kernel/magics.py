"""`%%track`, `%track_start`, `%track_stop`, `%track_log`, `%track_data` and `%track_offline`."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class

from .destination import NoServer
from .tracker import NoActiveRun
from .values.scalars import as_scalar, is_metric

if TYPE_CHECKING:
    from .hook import TrackbookHook

NAMES = {
    "cell": ("track",),
    "line": ("track_start", "track_stop", "track_log", "track_data", "track_offline"),
}
NOTE_TAG = "mlflow.note.content"
LOG_USAGE = (
    "Usage: %track_log key=value … [--param key=value] [--metric key=value] [--tag key=value] "
    "[--note text]"
)

_TRACK_LINE = re.compile(r"\s*%%track(?:[ \t]+(?P<name>\S.*?))?[ \t]*(?:\n|$)")


def tracked_name(source: str) -> str | None:
    """The name in the `%%track` line of a cell ("" for none given); None without such a line."""
    match = _TRACK_LINE.match(source)
    return None if match is None else match["name"] or ""


def blank_track_line(lines: list[str]) -> list[str]:
    """Lets a `%%track` cell run as the plain cell below that line, errors and results included."""
    if not lines or _TRACK_LINE.fullmatch(lines[0]) is None:
        return lines
    # Another cell magic works only on the first line; otherwise line numbers must stay right.
    under = lines[1:2] and lines[1].startswith("%%")
    return lines[1:] if under else ["\n", *lines[1:]]


@dataclass
class Logged:
    params: dict[str, str] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)


def parse_log(line: str, namespace: Mapping[str, Any]) -> Logged:
    """Values are literals or expressions. Without an option, results with the look or type of a
    metric are metrics and the rest are params."""
    logged = Logged()
    words = iter(shlex.split(line))
    for word in words:
        option = word if word.startswith("--") else None
        pair = next(words, None) if option else word
        if pair is None:
            raise UsageError(LOG_USAGE)
        if option == "--note":
            logged.tags[NOTE_TAG] = pair
            continue
        key, equals, text = pair.partition("=")
        if not key or not equals:
            raise UsageError(LOG_USAGE)
        _file(logged, option, key, text, namespace)
    return logged


def _file(
    logged: Logged, option: str | None, key: str, text: str, namespace: Mapping[str, Any]
) -> None:
    value, computed = _value(text, namespace)
    scalar = as_scalar(value)
    if option is None:
        computed_float = computed and isinstance(scalar, float)
        metric = scalar is not None and is_metric(key, scalar, is_result=computed_float)
        option = "--metric" if metric else "--param"
    if option == "--metric":
        if scalar is None or isinstance(scalar, str):
            raise UsageError(f"{key} is no number: {text}")
        logged.metrics[key] = float(scalar)
    elif option == "--param":
        logged.params[key] = str(value)
    elif option == "--tag":
        logged.tags[key] = str(value)
    else:
        raise UsageError(LOG_USAGE)


def _value(text: str, namespace: Mapping[str, Any]) -> tuple[Any, bool]:
    """The value, and whether the user's code computed it."""
    try:
        return ast.literal_eval(text), False
    except (ValueError, SyntaxError):
        pass
    try:
        return eval(text, {}, dict(namespace)), True
    except (NameError, SyntaxError):
        return text, False


@magics_class
class TrackbookMagics(Magics):
    def __init__(self, shell: Any, hook: TrackbookHook) -> None:
        super().__init__(shell)
        self._hook = hook

    @cell_magic
    def track(self, line: str, cell: str) -> None:
        """%%track [name]: make this execution a run of its own.

        The hook reads this line before the cell runs; this is for calls by `run_cell_magic`.
        """
        self._hook.track_next(line.strip())
        self.shell.run_cell(cell)

    @line_magic
    def track_start(self, line: str) -> None:
        """%track_start [name]: all executions until %track_stop become one run."""
        try:
            self._hook.capture.start_recording(line.strip() or None)
        except NoServer as error:
            raise UsageError(str(error)) from error

    @line_magic
    def track_stop(self, line: str) -> None:
        """%track_stop: end the run that %track_start began."""
        if not self._hook.capture.stop_recording():
            raise UsageError("Nothing is being recorded: %track_start begins a recording.")

    @line_magic
    def track_log(self, line: str) -> None:
        """%track_log key=value …: log params and metrics to the active run.

        Options: --param key=value, --metric key=value, --tag key=value, --note text.
        """
        logged = parse_log(line, self.shell.user_ns)
        try:
            self._hook.capture.log(logged.params, logged.metrics, logged.tags)
        except (NoActiveRun, NoServer) as error:
            raise UsageError(str(error)) from error

    @line_magic
    def track_data(self, line: str) -> None:
        """%track_data [file=1GB cell=4GB copy=256MB seconds=60]: how much data is read, at most.

        Of one file and all files of a cell that are hashed, of copies of frames and arrays that
        wait to be read, and for reading one of them. Without limits it prints the present ones.
        %track_data cancel reads no more of what the cells until now have read and made.
        """
        limits = line.strip()
        if limits == "cancel":
            self._hook.capture.cancel_data()
        elif limits:
            try:
                self._hook.limit_data(limits)
            except ValueError as error:
                raise UsageError(str(error)) from error
        else:
            print(self._hook.capture.data_limits)

    @line_magic
    def track_offline(self, line: str) -> None:
        """%track_offline [on|off]: what mlflow logs while the server is away is sent later."""
        choice = line.strip().lower() or "on"
        if choice not in ("on", "off"):
            raise UsageError("Usage: %track_offline [on|off]")
        self._hook.go_offline(choice == "on")


def unregister(shell: Any) -> None:
    for kind, names in NAMES.items():
        for name in names:
            shell.magics_manager.magics[kind].pop(name, None)
    shell.magics_manager.registry.pop(TrackbookMagics.__name__, None)
