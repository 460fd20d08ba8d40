"""Finds the fewest calls that show a difference."""

from __future__ import annotations

from pathlib import Path

from calls import Call
from comparison import compare
from pair import fresh_pair
from session import Finding

MAX_REPLAYS = 30


def shrink(finding: Finding, folder: Path) -> list[Call]:
    """
    The calls before the difference without which it is not there; all that are related to it where
    those alone do not show it.
    """
    kept = list(finding.history)
    last = finding.difference.call
    if not _shows([*kept, last], folder):
        return kept
    replays = 0
    size = max(1, len(kept) // 2)
    while size >= 1 and replays < MAX_REPLAYS:
        start = 0
        while start < len(kept) and replays < MAX_REPLAYS:
            fewer = kept[:start] + kept[start + size :]
            replays += 1
            if _shows([*fewer, last], folder):
                kept = fewer
            else:
                start += size
        size //= 2
    return kept


def _shows(calls: list[Call], folder: Path) -> bool:
    with fresh_pair(folder) as (oracle, ours):
        for call in calls:
            expected, actual = oracle.ask(call), ours.ask(call)
        return compare(calls[-1], expected, actual) is not None
