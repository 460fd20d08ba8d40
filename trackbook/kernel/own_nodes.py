"""The syntax of a cell itself, without that of the functions and classes in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# What `compile` and `ast.parse` raise of broken source, and of nesting that is too deep.
BROKEN = (SyntaxError, ValueError, RecursionError, MemoryError)

_ELSEWHERE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The node and those in it, outermost first; of functions and classes the node alone.

    Without recursion: generated code may be nested deeper than Python's stack.
    """
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _ELSEWHERE):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))
