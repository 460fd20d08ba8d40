"""What a notebook's source says about the runs that it will make."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from nbformat import NotebookNode

from .python_cell import parse_cell

REPEATED = (
    *(ast.For, ast.AsyncFor, ast.While, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda),
    *(ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


def chosen_experiment(notebook: NotebookNode) -> str | None:
    """The name that the first `mlflow.set_experiment` at top level is given, if that is known."""
    texts: dict[str, str] = {}
    for statement in _statements(notebook):
        if isinstance(statement, ast.Expr) and _calls(statement.value, "set_experiment"):
            assert isinstance(statement.value, ast.Call)
            return _text(_first_argument(statement.value), texts)
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, text = statement.targets[0], _text(statement.value, texts)
            if isinstance(target, ast.Name) and text is not None:
                texts[target.id] = text
    return None


def starts_one_run(notebook: NotebookNode) -> bool:
    """Whether one `mlflow.start_run()` stands in the notebook, where it is reached once.

    That one means the notebook's run. Of several, or of one in a loop or a function, each call
    means a run of its own.
    """
    calls = [
        repeated
        for statement in _statements(notebook)
        for repeated in _start_runs(statement, repeated=False)
    ]
    return calls == [False]


def sets_tracking_uri(notebook: NotebookNode) -> bool:
    return any(
        _calls(node, "set_tracking_uri")
        for statement in _statements(notebook)
        for node in ast.walk(statement)
    )


def _start_runs(node: ast.AST, *, repeated: bool) -> Iterator[bool]:
    """For each call whether it may happen more than once."""
    if _calls(node, "start_run"):
        assert isinstance(node, ast.Call)
        of_its_own = {"nested", "run_id", "parent_run_id", "experiment_id"}
        yield repeated or any(keyword.arg in of_its_own for keyword in node.keywords)
    for child in ast.iter_child_nodes(node):
        yield from _start_runs(child, repeated=repeated or isinstance(node, REPEATED))


def _statements(notebook: NotebookNode) -> Iterator[ast.stmt]:
    for cell in notebook.cells:
        tree = parse_cell(cell.source) if cell.cell_type == "code" else None
        yield from tree.body if tree else []


def _calls(node: ast.AST, name: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return called == name


def _first_argument(call: ast.Call) -> ast.expr | None:
    named = (word.value for word in call.keywords if word.arg == "experiment_name")
    return call.args[0] if call.args else next(named, None)


def _text(node: ast.expr | None, texts: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return texts.get(node.id)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None
