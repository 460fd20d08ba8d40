"""Strings, numbers and other JSON values at the edges of what an API may be sent."""

from __future__ import annotations

from random import Random
from typing import Any

WORDS = ["alpha", "Beta", "gamma", "delta_1", "rmse", "lr", "x"]

ODD_STRINGS = [
    "",
    " ",
    "a b",
    "%",
    "_",
    "a%b_c",
    "it's",
    'say "hi"',
    "back`quote",
    "semi;colon",
    "new\nline",
    "tab\t",
    "back\\slash",
    "[abc]*?",
    "null",
    "NaN",
    "0",
    "-1",
    "1e5",
    "é",
    "ÅNGSTRÖM",
    "日本語",
    "🦊",
    "e\u0301",
    "\u200b",
    "../up",
    "a/b",
    "a:b",
    "a.b",
    "<b>&amp;</b>",
    "x" * 251,
    "y" * 501,
    "🦊" * 130,
]

NUMBERS = [0, 1, -1, 2, 3, 10, 0.5, -0.25, 1.5, 1e-3, 1e10, 123456789]

ODD_NUMBERS = [
    "1.5",
    "-2",
    "1e3",
    "NaN",
    "Infinity",
    "-Infinity",
    5e-324,
    1e308,
    -0.0,
    2**31,
    2**53 + 1,
    2**63 - 1,
    -(2**63),
    0.1,
    1 / 3,
    1e21,
    123456789012345680,
]

INTEGERS = [0, 1, 2, 3, 5, 8, 100]

ODD_INTEGERS = [
    -1,
    "4",
    "-7",
    6.0,
    2**31 - 1,
    2**31,
    2**53,
    2**53 + 1,
    2**63 - 1,
    -(2**63),
]

# Values that no string, number or list field takes.
WRONG_TYPES: list[Any] = [5, 1.5, True, "text", "", [], [1], {}, {"a": 1}, ["x"], 2**63, 10**20]


def text(random: Random) -> str:
    """A value for a param, tag or description: mostly plain, sometimes odd."""
    return random.choice(ODD_STRINGS if random.random() < 0.25 else WORDS)


def number(random: Random) -> Any:
    return random.choice(ODD_NUMBERS if random.random() < 0.25 else NUMBERS)


def integer(random: Random) -> Any:
    return random.choice(ODD_INTEGERS if random.random() < 0.15 else INTEGERS)
