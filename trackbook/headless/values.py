"""What stands after `-P`: a name, and one value or several."""

from __future__ import annotations

import ast
import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any

WORDS = {"true": True, "false": False, "null": None, "none": None}
OPENING = "([{"
CLOSING = ")]}"
QUOTES = "'\""


class BadParameter(ValueError):
    """What the user gave as a parameter cannot be used; the message says why."""


Parameters = dict[str, Any]


def parse_parameters(texts: Sequence[str]) -> dict[str, list[Any]]:
    """The values of each name, in the order given."""
    parameters: dict[str, list[Any]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            raise BadParameter(f"'{text}' is no parameter: write name=value.")
        if name in parameters:
            raise BadParameter(f"{name} is given twice. Several values are written {name}=1,2,3.")
        parameters[name] = [_value(name, part) for part in _split(value)]
    return parameters


def combinations(parameters: dict[str, list[Any]]) -> list[Parameters]:
    """Each with each; the last parameter changes first."""
    return [
        dict(zip(parameters, values, strict=True))
        for values in itertools.product(*parameters.values())
    ]


def shown(value: Any) -> str:
    """As a param of a run, and in tables."""
    return value if isinstance(value, str) else repr(value)


def _value(name: str, text: str) -> Any:
    text = text.strip()
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    for read in (ast.literal_eval, json.loads):
        try:
            value = read(text)
            # NaN and what is beyond all floats have no literal that could be set.
            if value == ast.literal_eval(repr(value)):
                return value
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
    if text[:1] and text[0] in OPENING + QUOTES:
        raise BadParameter(
            f"{name}: {text} is neither a Python literal nor JSON. Text that begins with "
            f"{text[0]} is written in quotes: {name}={json.dumps(text)}, and those in the "
            "shell's quotes."
        )
    return text


def _split(text: str) -> Iterator[str]:
    """At commas, except within quotes and brackets."""
    depth, quote, start = 0, "", 0
    at_start = True
    position = 0
    while position < len(text):
        character = text[position]
        if quote:
            if character == "\\":
                position += 1
            elif character == quote:
                quote = ""
        elif character in QUOTES and (at_start or depth):
            # Elsewhere it is an apostrophe.
            quote = character
        elif character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        elif character == "," and not depth:
            yield text[start:position]
            start, at_start = position + 1, True
            position += 1
            continue
        at_start = at_start and character == " "
        position += 1
    yield text[start:]
