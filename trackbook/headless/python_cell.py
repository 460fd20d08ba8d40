"""The source of a cell as a syntax tree, IPython's own lines left out."""

from __future__ import annotations

import ast
import re

# Cell magics that run their body as Python in the notebook's namespace.
PYTHON_MAGICS = {"track", "time", "capture", "prun"}

# `(?!\s)`: without it, each part of a long indent would be tried as the whole.
_MAGIC_LINE = re.compile(r"(\s*)(?!\s)(?:[%!?]|[\w.,\s]+=\s*[%!]|.*\?{1,2}\s*$)")


def parse_cell(source: str) -> ast.Module | None:
    """The tree, its positions those in the source; None if it is no Python."""
    lines = source.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        if lines[first][2:].split(" ")[0].strip() not in PYTHON_MAGICS:
            return None
        lines[first] = ""
    # As it stands first: a line of a text may begin like a magic.
    return _parse("\n".join(lines)) or _parse("\n".join(map(_without_magic, lines)))


def _parse(source: str) -> ast.Module | None:
    try:
        flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        tree = compile(source, "<cell>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    assert isinstance(tree, ast.Module)
    return tree


def _without_magic(line: str) -> str:
    match = _MAGIC_LINE.match(line)
    return f"{match[1]}pass" if match else line
