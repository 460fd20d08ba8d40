"""What the source of a cell says about the values that it leaves behind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from ..own_nodes import BROKEN, own_nodes

SOURCE_LIMIT = 50_000

_METRIC_FUNCTION = re.compile(r"_(score|error|loss|deviance)$|^score$")
_LOGS_ONE = {"log_param", "log_metric"}
_LOGS_ALL = {"log_params", "log_metrics", "log_figure", "log_table", "log_model"}


@dataclass(frozen=True)
class Assignment:
    name: str
    value: ast.expr | None

    @property
    def is_result(self) -> bool:
        """Whether it keeps what a scoring function returned."""
        return isinstance(self.value, ast.Call) and scoring_function(self.value) is not None


@dataclass
class CellSource:
    tree: ast.Module = field(default_factory=lambda: ast.Module([], []))

    @classmethod
    def parse(cls, source: str) -> CellSource:
        """Broken or huge source says nothing."""
        if len(source) > SOURCE_LIMIT:
            return cls()
        try:
            return cls(ast.parse(source))
        except BROKEN:
            return cls()

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Names assigned in the cell itself, each once, with the value it got last."""
        found: dict[str, Assignment] = {}
        for statement in _statements(self.tree.body):
            for name, value in _assigned(statement):
                if not name.startswith("_"):
                    found[name] = Assignment(name, value)
        return list(found.values())

    @cached_property
    def calls(self) -> list[ast.Call]:
        """Calls made by the cell itself, outermost first."""
        return [
            node
            for statement in _statements(self.tree.body)
            for expression in _own_expressions(statement)
            for node in own_nodes(expression)
            if isinstance(node, ast.Call)
        ]

    @cached_property
    def fits(self) -> dict[str, ast.expr]:
        """Of each name that is fitted here, what to: `model.fit(X, y)`, `m = Ridge().fit(X, y)`."""
        found: dict[str, ast.expr] = {}
        for call in self.calls:
            if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
                data = _fitted_data(call)
                if data is not None:
                    found[call.func.value.id] = data
        for assignment in self.assignments:
            data = _fitted_data(assignment.value)
            if data is not None:
                found[assignment.name] = data
        return found

    @cached_property
    def printed(self) -> list[tuple[str, str]]:
        """Variables that are printed after a word: `print("rmse", x)`, `print(f"rmse: {x}")`."""
        found = []
        for call in self.calls:
            if dotted_name(call.func) == "print":
                parts = [part for argument in call.args for part in _parts(argument)]
                for before, after in pairwise(parts):
                    if isinstance(before, str) and isinstance(after, ast.Name):
                        found.append((before, after.id))
        return found

    @cached_property
    def last_expression(self) -> ast.expr | None:
        """What the notebook shows below the cell."""
        last = self.tree.body[-1] if self.tree.body else None
        return last.value if isinstance(last, ast.Expr) else None

    @property
    def shown_name(self) -> str | None:
        """The variable that the notebook shows below the cell, if it is one."""
        last = self.last_expression
        return last.id if isinstance(last, ast.Name) else None

    @cached_property
    def logged(self) -> set[str]:
        """Keys and variables that the cell logs itself."""
        found = set()
        for call in self.calls:
            function = _function_name(call)
            first = call.args[0] if call.args else None
            if function in _LOGS_ONE and isinstance(first, ast.Constant):
                found.add(str(first.value))
            elif function in _LOGS_ALL and isinstance(first, ast.Name):
                found.add(first.id)
            elif function in _LOGS_ALL and isinstance(first, ast.Dict):
                found.update(str(key.value) for key in first.keys if isinstance(key, ast.Constant))
        return found


def scoring_function(call: ast.Call) -> str | None:
    """The name of the function, if it is one that computes a metric."""
    name = _function_name(call)
    return name if name and _METRIC_FUNCTION.search(name) else None


def dotted_name(node: ast.expr) -> str | None:
    """`a.b.c` as written; None for anything but names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted_name(node.value)
        return f"{base}.{node.attr}" if base else None
    return None


def _function_name(call: ast.Call) -> str | None:
    return getattr(call.func, "attr", None) or getattr(call.func, "id", None)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run in the cell itself: into `with` and `if`, not into functions."""
    for statement in body:
        yield statement
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(statement, part, []))
            for part in ("handlers", "cases"):
                for block in getattr(statement, part, []):
                    yield from _statements(block.body)


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
        targets = [statement.target]
    else:
        return
    for target in targets:
        for name in ast.walk(target):
            # In `row["a"] = 1` the name is only read.
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                yield name.id, statement.value


def _own_expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement, without those of the statements in it."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.withitem):
            yield child.context_expr


def _fitted_data(value: ast.expr | None) -> ast.expr | None:
    if not isinstance(value, ast.Call) or _function_name(value) != "fit":
        return None
    named = {keyword.arg: keyword.value for keyword in value.keywords}
    return value.args[0] if value.args else named.get("X")


def _parts(argument: ast.expr) -> Iterator[str | ast.expr]:
    """Texts and values in the order in which they are printed."""
    if isinstance(argument, ast.JoinedStr):
        for part in argument.values:
            yield from _parts(part.value if isinstance(part, ast.FormattedValue) else part)
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    else:
        yield argument
