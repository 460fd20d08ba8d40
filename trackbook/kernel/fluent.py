"""What the hook needs to know of the user's mlflow, without ever importing it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

from .loaded import has_type
from .own_nodes import BROKEN

RUN_ID = "MLFLOW_RUN_ID"
EXPERIMENT_ID = "MLFLOW_EXPERIMENT_ID"
EXPERIMENT_NAME = "MLFLOW_EXPERIMENT_NAME"
OLDEST_CLIENT = 2

_CHANGES_EXPERIMENT = re.compile(r"\bset_experiment\s*\(|\bstart_run\s*\([^)]*\bexperiment_id")


def active_run_id() -> str | None:
    """The run that fluent calls of this thread log to, if one is active."""
    fluent = _fluent()
    run = fluent.active_run() if fluent else None
    return run.info.run_id if run else None


def active_experiment() -> dict[str, str]:
    """Where `mlflow.start_run()` would put a run now: {"id": …} or {"name": …}."""
    fluent = _fluent()
    active = getattr(fluent, "_active_experiment_id", None)
    if active:
        return {"id": str(active)}
    name = os.environ.get(EXPERIMENT_NAME)
    return {"name": name} if name else {"id": os.environ.get(EXPERIMENT_ID) or "0"}


def set_active_experiment(experiment_id: str) -> None:
    """What `mlflow.set_experiment` does, without its requests."""
    os.environ[EXPERIMENT_ID] = experiment_id
    # The client refuses an id and a name that differ.
    os.environ.pop(EXPERIMENT_NAME, None)
    fluent = _fluent()
    if getattr(fluent, "_active_experiment_id", None) is not None:
        fluent._active_experiment_id = experiment_id  # type: ignore[union-attr]


def deactivate(run_id: str, status: str) -> None:
    """Take the run off the client's stack, where the user's code left it."""
    fluent = _fluent()
    if fluent is None or active_run_id() != run_id:
        return
    with _unobtrusive(), contextlib.suppress(Exception):
        # The run is off the stack even if the server is away; its status is sent again by us.
        fluent.end_run(status)


def changes_experiment(source: str, namespace: Mapping[str, Any]) -> bool:
    """Whether the cell may choose an experiment itself, directly or by a function of the user's."""
    if _CHANGES_EXPERIMENT.search(source):
        return True
    try:
        code = compile(source, "<cell>", "exec", dont_inherit=True)
    except BROKEN:
        return False
    return any("set_experiment" in reached.co_names for reached in codes_reached(code, namespace))


def lacks_plugin() -> bool:
    """Whether the imported mlflow is of an environment without our plugin."""
    module = sys.modules.get("mlflow.tracking.context.registry")
    providers = getattr(module, "_run_context_provider_registry", None)
    return providers is not None and not any(
        type(provider).__module__ == "trackbook.mlflow_context" for provider in providers
    )


def client_problem() -> str | None:
    """Why the imported mlflow is of no use here, if it is too old."""
    version = getattr(sys.modules.get("mlflow"), "__version__", None)
    if not isinstance(version, str) or not version.split(".")[0].isdigit():
        return None
    if int(version.split(".")[0]) >= OLDEST_CLIENT:
        return None
    return (
        f"mlflow {version} is too old for Trackbook: its runs may lack models and data sets. "
        "Run `pip install -U mlflow` and restart the kernel."
    )


def _fluent() -> ModuleType | None:
    module = sys.modules.get("mlflow.tracking.fluent")
    # Absent while another thread is still importing it.
    return module if hasattr(module, "end_run") and hasattr(module, "active_run") else None


def codes_reached(
    code: CodeType, namespace: Mapping[str, Any], seen: set[str] | None = None
) -> Iterator[CodeType]:
    """The code, what is defined in it, and the user's functions that it names."""
    seen = set() if seen is None else seen
    yield code
    for name in code.co_names:
        function = namespace.get(name)
        if name not in seen and has_type(function, FunctionType):
            seen.add(name)
            if function.__module__ == "__main__":
                yield from codes_reached(function.__code__, namespace, seen)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_reached(constant, namespace, seen)


@contextlib.contextmanager
def _unobtrusive() -> Iterator[None]:
    """The client's minutes of retries must not hold up the cell, nor its links fill the output."""
    manners = {
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0",
        "MLFLOW_HTTP_REQUEST_TIMEOUT": "2",
        "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    }
    before = {name: os.environ.get(name) for name in manners}
    os.environ.update(manners)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
