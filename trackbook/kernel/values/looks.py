"""Looks at one thing after the other, so that one cannot hide the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

log = logging.getLogger("trackbook")

Item = TypeVar("Item")
Found = TypeVar("Found")


def of_each(items: Iterable[Item], look: Callable[[Item], Iterable[Found]]) -> Iterator[Found]:
    """What is found of each item. One that answers with an error has nothing to offer."""
    for item in items:
        try:
            yield from look(item)
        except Exception:
            log.debug("Trackbook could not look at %r", type(item), exc_info=True)
