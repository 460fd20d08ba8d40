"""Hears which data frames the user's code gives to `mlflow.log_input`."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from types import ModuleType
from typing import Any

FLUENT = "mlflow.tracking.fluent"
# Name, frame and context of a dataset.
Logged = Callable[[str, Any, str | None], None]


log = logging.getLogger("trackbook")


class LoggedDatasets:
    def __init__(self, logged: Logged) -> None:
        self._logged = logged
        self._replaced: list[tuple[ModuleType, str, Any, Any]] = []

    def modules(self) -> dict[str, Callable[[ModuleType], None]]:
        # The package takes its functions from the module; where it is imported already, it has
        # the original ones.
        return dict.fromkeys((FLUENT, "mlflow"), self._watch)

    def uninstall(self) -> None:
        while self._replaced:
            module, name, original, watched = self._replaced.pop()
            if getattr(module, name, None) is watched:
                setattr(module, name, original)

    def _watch(self, module: ModuleType) -> None:
        self._replace(module, "log_input", self._note_one)
        self._replace(module, "log_inputs", self._note_many)

    def _replace(self, module: ModuleType, name: str, note: Callable[..., None]) -> None:
        original = getattr(module, name, None)
        if original is None or any(original is each[3] for each in self._replaced):
            # The package has what we put into its module; that is taken back with it.
            if original is not None:
                self._replaced.append((module, name, original.__wrapped__, original))
            return

        @functools.wraps(original)
        def watched(*arguments: Any, **keywords: Any) -> Any:
            __tracebackhide__ = True
            result = original(*arguments, **keywords)
            try:
                note(*arguments, **keywords)
            except Exception:
                # The data set is the user's own, and it is logged already.
                log.debug("Trackbook could not note a data set", exc_info=True)
            return result

        # Found there by `pickle`.
        watched.__module__ = module.__name__

        self._replaced.append((module, name, original, watched))
        setattr(module, name, watched)

    def _note_one(self, dataset: Any = None, context: Any = None, *_: Any, **__: Any) -> None:
        self._note(dataset, context)

    def _note_many(self, datasets: Any = (), contexts: Any = (), *_: Any, **__: Any) -> None:
        for place, dataset in enumerate(datasets or ()):
            self._note(dataset, contexts[place] if contexts else None)

    def _note(self, dataset: Any, context: Any) -> None:
        # Datasets of mlflow hold their frame as `df`; those of arrays and tensors have none.
        frame = getattr(dataset, "df", None)
        if frame is not None:
            self._logged(str(dataset.name), frame, None if context is None else str(context))
