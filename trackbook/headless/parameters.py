"""Which names of a notebook can be set from outside, and a copy of it with them set.

papermill's convention comes first: a cell tagged `parameters` is followed by one tagged
`injected-parameters`. Any other literal that is assigned at top level is replaced in its place.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from .python_cell import parse_cell
from .values import BadParameter, Parameters

PARAMETERS = "parameters"
INJECTED = "injected-parameters"


@dataclass(frozen=True)
class Literal:
    """An assignment of a literal at top level of a cell."""

    name: str
    cell: int
    node: ast.expr


def settable_names(notebook: NotebookNode) -> list[str]:
    """In the order of the notebook."""
    in_cell = _names_of_parameters_cell(notebook)
    return list(dict.fromkeys([*in_cell, *(literal.name for literal in literals(notebook))]))


def with_parameters(notebook: NotebookNode, values: Parameters) -> tuple[NotebookNode, list[str]]:
    """A copy with the values set, and what the user should know of that."""
    known = settable_names(notebook)
    for name in values:
        if name not in known:
            raise BadParameter(_unknown(name, known))
    copied = copy.deepcopy(notebook)
    injected = {n: v for n, v in values.items() if n in _names_of_parameters_cell(notebook)}
    replaced = {n: v for n, v in values.items() if n not in injected}
    found = list(literals(notebook))
    _replace(copied, found, replaced)
    if injected:
        _inject(copied, injected)
    return copied, list(_assigned_again(found, values, set(injected), _parameters_cell(notebook)))


def original_index(notebook: NotebookNode, copied: NotebookNode, index: int) -> int:
    """The place in the notebook of a cell of its copy."""
    place = _parameters_cell(notebook)
    shifted = place is not None and index > place
    return index - (len(copied.cells) - len(notebook.cells) if shifted else 0)


def literals(notebook: NotebookNode) -> Iterator[Literal]:
    for index, cell in _code_cells(notebook):
        tree = None if _has_tag(cell, INJECTED) else parse_cell(cell.source)
        for statement in tree.body if tree else []:
            for name, node in _assignments(statement):
                if _is_literal(node):
                    yield Literal(name, index, node)


def value_of(literal: Literal) -> Any:
    return ast.literal_eval(literal.node)


def _assignments(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets, value = [statement.target], statement.value
    elif isinstance(statement, ast.Assign):
        targets, value = statement.targets, statement.value
    else:
        return
    if len(targets) != 1:
        # `a = b = 1`: whoever sets a did not ask for b.
        return
    target = targets[0]
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        # Of different lengths where one is starred, or in a cell that will fail.
        for name, element in zip(target.elts, value.elts, strict=False):
            if isinstance(name, ast.Starred):
                return
            if isinstance(name, ast.Name):
                yield name.id, element


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _replace(notebook: NotebookNode, found: list[Literal], values: Parameters) -> None:
    first = {literal.name: literal for literal in reversed(found) if literal.name in values}
    # From the end, so that positions before remain right.
    for literal in sorted(
        first.values(), key=lambda each: (each.node.lineno, each.node.col_offset), reverse=True
    ):
        cell = notebook.cells[literal.cell]
        start, end = _span(cell.source, literal.node)
        cell.source = f"{cell.source[:start]}{values[literal.name]!r}{cell.source[end:]}"


def _inject(notebook: NotebookNode, values: Parameters) -> None:
    place = _parameters_cell(notebook)
    assert place is not None
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    cell = nbformat.v4.new_code_cell(
        "\n".join(["# Parameters", *lines]), metadata={"tags": [INJECTED]}
    )
    # That of an earlier execution makes room.
    following = notebook.cells[place + 1 : place + 2]
    earlier = len(following) == 1 and _has_tag(following[0], INJECTED)
    notebook.cells[place + 1 : place + 1 + earlier] = [cell]
    if all(other.get("id") != INJECTED for other in notebook.cells):
        # By this the cell is known for one that is not in the file.
        cell["id"] = INJECTED


def _assigned_again(
    found: list[Literal], values: Parameters, injected: set[str], parameters_cell: int | None
) -> Iterator[str]:
    for name in values:
        places = [each.cell for each in found if each.name == name]
        again = (
            [place for place in places if place > (parameters_cell or 0)]
            if name in injected
            else places[1:]
        )
        for place in dict.fromkeys(again):
            yield f"{name} is assigned again in cell {place}, where it keeps the notebook's value."


def _parameters_cell(notebook: NotebookNode) -> int | None:
    tagged = (index for index, cell in _code_cells(notebook) if _has_tag(cell, PARAMETERS))
    return next(tagged, None)


def _names_of_parameters_cell(notebook: NotebookNode) -> list[str]:
    place = _parameters_cell(notebook)
    tree = None if place is None else parse_cell(notebook.cells[place].source)
    names = (
        node.id
        for statement in (tree.body if tree else [])
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return list(dict.fromkeys(names))


def _code_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    return ((index, cell) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code")


def _has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _span(source: str, node: ast.expr) -> tuple[int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (
        _offset(source, node.lineno, node.col_offset),
        _offset(source, node.end_lineno, node.end_col_offset),
    )


def _offset(source: str, line: int, column: int) -> int:
    """Python counts columns in bytes."""
    lines = source.split("\n")
    before = sum(len(each) + 1 for each in lines[: line - 1])
    return before + len(lines[line - 1].encode()[:column].decode())


def _unknown(name: str, known: list[str]) -> str:
    if not known:
        return (
            f"There is no {name} to set: the notebook has no cell tagged `{PARAMETERS}`, and "
            "assigns no literal at top level, such as `max_depth = 6`."
        )
    return f"There is no {name} to set. What can be set: {', '.join(known)}."
