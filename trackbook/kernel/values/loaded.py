"""Recognises objects of libraries that the user has loaded, without loading any."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any


def is_a(value: Any, module: str, name: str) -> bool:
    """Whether this is an object of that class; False while its library is not loaded."""
    # Not getattr: a module may import parts of itself when they are asked for.
    cls = vars(sys.modules[module]).get(name) if sys.modules.get(module) else None
    return isinstance(cls, type) and isinstance(value, cls)


def resolve(dotted: str, namespace: Mapping[str, Any]) -> Any:
    """What a name such as `xgb.XGBRegressor` stands for, through modules only; else None."""
    first, *rest = dotted.split(".")
    found = namespace.get(first)
    for name in rest:
        if not isinstance(found, ModuleType):
            return None
        found = vars(found).get(name)
    return found
