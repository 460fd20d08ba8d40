"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    level: Literal["ok", "note", "problem"]
    text: str
    # What the user can do about it; empty if there is nothing to do.
    advice: str = ""


def fine(text: str) -> Finding:
    return Finding("ok", text)


def note(text: str, advice: str = "") -> Finding:
    return Finding("note", text, advice)


def problem(text: str, advice: str) -> Finding:
    return Finding("problem", text, advice)
