"""Recognises objects of libraries that the user has loaded, without loading any.

By their type alone: `isinstance` asks an object for its class too, and whoever stands for another
object (a proxy, a lazy import) answers with work or with an error.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any


def has_type(value: Any, *types: type) -> bool:
    """As `isinstance`, without asking the object."""
    return issubclass(type(value), types)


def is_a(value: Any, module: str, name: str) -> bool:
    """Whether this is an object of that class; False while its library is not loaded."""
    # Not getattr: a module may import parts of itself when they are asked for.
    cls = vars(sys.modules[module]).get(name) if sys.modules.get(module) else None
    return has_type(cls, type) and has_type(value, cls)


def attributes(value: Any) -> Mapping[str, Any]:
    """What an object holds itself; empty where it has no place for that."""
    try:
        return object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}


def resolve(dotted: str, namespace: Mapping[str, Any]) -> Any:
    """What a name such as `xgb.XGBRegressor` stands for, through modules only; else None."""
    first, *rest = dotted.split(".")
    found = namespace.get(first)
    for name in rest:
        if not has_type(found, ModuleType):
            return None
        found = vars(found).get(name)
    return found
