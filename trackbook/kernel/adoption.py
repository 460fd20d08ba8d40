"""Whether what a cell logs may go to the run of its notebook, without disturbing the cell.

The run is lent by MLFLOW_RUN_ID, which the next `mlflow.start_run` takes, also that of a script.
MLflow refuses it where another experiment or server has been chosen.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any, TypeGuard

from ..notebook_run import NotebookRun
from .fluent import codes_reached
from .own_nodes import BROKEN

# `!script`, %run, %%bash and the like as the calls that IPython makes of them.
_SCRIPT = re.compile(
    r"\.(?:system|getoutput)\(|\bsubprocess\b|\bPopen\b"
    r"|run_line_magic\('(?:run|system|sx)'|run_cell_magic\('(?:bash|sh|script|system|sx|!|cmd)\b"
)
_CALL = re.compile(r"\b(start_run|set_experiment|set_tracking_uri)\s*\(")


def joins(run: NotebookRun, source: str, namespace: Mapping[str, Any]) -> bool:
    called = {match[1] for match in _CALL.finditer(source)}
    try:
        code = compile(source, "<cell>", "exec", dont_inherit=True)
        tree = ast.parse(source)
    except BROKEN:
        # A cell that awaits at top level, or one that will fail.
        code, tree = None, ast.Module([], [])
    if code is not None:
        called |= {name for each in codes_reached(code, namespace) for name in each.co_names}
    if _SCRIPT.search(source) or called & {"set_tracking_uri", "subprocess", "Popen"}:
        return False
    if "set_experiment" in called and not _chooses(tree, run.experiment_name, namespace):
        return False
    return run.adopts_start_run or "start_run" not in called


def _chooses(tree: ast.Module, experiment: str, namespace: Mapping[str, Any]) -> bool:
    """Whether the cell chooses an experiment by itself, and just this."""
    assigned = {node.id for node in ast.walk(tree) if _is_assigned(node)}
    known = {name: value for name, value in namespace.items() if name not in assigned}
    chosen = [
        _text(node, known)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", None) or getattr(node.func, "id", None)) == "set_experiment"
    ]
    return bool(chosen) and all(type(name) is str and name == experiment for name in chosen)


def _is_assigned(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _text(call: ast.Call, namespace: Mapping[str, Any]) -> Any:
    argument = call.args[0] if call.args else None
    for keyword in call.keywords:
        if keyword.arg == "experiment_name":
            argument = keyword.value
    if isinstance(argument, ast.Name):
        return namespace.get(argument.id)
    return argument.value if isinstance(argument, ast.Constant) else None
