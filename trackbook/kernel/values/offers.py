"""What can be logged on the user's click: offered after a cell, or asked about by name."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..destination import Destination
from ..front import Message
from ..interrupts import HeldInterrupts
from .cell_source import CellSource
from .find import find
from .finding import Finding
from .inspection import choices, preview_of
from .models import Model
from .object_log import ObjectLog
from .watch import Watch

Send = Callable[[Message], None]


class Gone(RuntimeError):
    """The object that was offered does not exist any more."""


class Offers:
    def __init__(
        self, shell: Any, destination: Destination, interrupts: HeldInterrupts, send: Send
    ) -> None:
        self.watch = Watch(shell)
        self._shell = shell
        self._interrupts = interrupts
        self._send = send
        self._log = ObjectLog(destination)
        self._count = 0
        self._run: str | None = None
        # By id, how to get at the object: it may be large, and is not kept from being freed.
        self._offered: dict[str, Callable[[], Any]] = {}
        self._inspected: dict[str, Callable[[], Any]] = {}

    def find(self, source: str, result: Any) -> list[Finding]:
        """What the cell that has just ended left behind; `source` is plain Python."""
        return find(source, self._shell.user_ns, self.watch.end(result))

    def offer(self, run: str, findings: Iterable[Finding]) -> list[Message]:
        """Descriptions for the front end; of objects those of this run can be logged."""
        if run != self._run:
            self._run = run
            self._offered.clear()
        return [self._describe(finding, self._offered) for finding in findings]

    def inspect(self, request: str, name: str, run_id: str | None, sources: Iterable[str]) -> None:
        """Tell the front end what a variable is; `sources` are of past cells, the last first."""
        self._inspected.clear()
        namespace = self._shell.user_ns
        found: list[list[Finding]] = []
        described: Message = {"exists": name in namespace, "type_name": "", "preview": {}}
        if name in namespace:
            value = namespace[name]
            found = choices(name, value, self._learned(name, sources), namespace)
            described["type_name"] = type(value).__name__
            described["preview"] = preview_of(value) if found else {}
        self._send(
            {
                "type": "inspected",
                "request": request,
                "name": name,
                "run_id": run_id,
                **described,
                "choices": [
                    [self._describe(finding, self._inspected) for finding in choice]
                    for choice in found
                ],
            }
        )

    def log(self, run_id: str, objects: Iterable[Message]) -> None:
        """Log objects one by one, telling of each how it goes. An interrupt ends it."""
        with self._interrupts.held():
            for item in objects:
                self._tell(item["id"], "running")
                problem = self._problem_of_logging(run_id, item)
                self._tell(item["id"], "failed" if problem else "done", problem)

    def _problem_of_logging(self, run_id: str, item: Message) -> str | None:
        try:
            with self._interrupts.let_through():
                self._log.write(run_id, item["key"], self._content(item["id"]))
        except KeyboardInterrupt:
            return "Interrupted."
        except Exception as error:
            return str(error) or type(error).__name__
        return None

    def _content(self, id_: str) -> Any:
        hold = self._offered.get(id_) or self._inspected.get(id_)
        content = hold() if hold else None
        if content is None:
            raise Gone("This object is gone: the variable has changed since. Run the cell again.")
        return content

    def _describe(self, finding: Finding, kept: dict[str, Callable[[], Any]]) -> Message:
        self._count += 1
        id_ = str(self._count)
        if finding.is_object:
            kept[id_] = _hold(finding)
        return {
            "id": id_,
            "kind": finding.kind,
            "key": finding.key,
            "value": finding.value,
            "code": finding.code,
        }

    def _learned(self, name: str, sources: Iterable[str]) -> Any:
        """What the variable was last fitted to."""
        for source in self._mentioning(name, sources):
            data = CellSource.parse(source).fits.get(name)
            if data is not None:
                return data
        return None

    def _mentioning(self, name: str, sources: Iterable[str]) -> Iterator[str]:
        for source in sources:
            if name in source and ".fit(" in source:
                yield self._shell.transform_cell(source)

    def _tell(self, id_: str, status: str, error: str | None = None) -> None:
        self._send({"type": "logging", "id": id_, "status": status, "error": error})


def _hold(finding: Finding) -> Callable[[], Any]:
    content = finding.content
    if finding.kind == "figure":
        # Pyplot forgets what it has shown; nobody else may have it.
        return lambda: content
    if isinstance(content, Model):
        return _hold_model(content)
    return _reference(content)


def _reference(value: Any) -> Callable[[], Any]:
    try:
        return weakref.ref(value)
    except TypeError:
        # A class with slots for all that it holds.
        return lambda: value


def _hold_model(model: Model) -> Callable[[], Model | None]:
    reference, flavor, example = _reference(model.value), model.flavor, model.example

    def get() -> Model | None:
        value = reference()
        return None if value is None else Model(value, flavor, example)

    return get
