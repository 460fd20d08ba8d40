"""Models in the manner of scikit-learn, and what they were told."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from ..loaded import attributes, has_type, is_a

FLAVORS = ("xgboost", "lightgbm", "catboost", "sklearn")
_BOOSTERS = (
    ("xgboost.core", "Booster"),
    ("lightgbm.basic", "Booster"),
)


def is_estimator(value: Any) -> bool:
    """Whether it has the interface; asked of the class, as instances may answer to any name.

    A `get_params` that the notebook defines itself is not called, so that looking runs none of
    its code.
    """
    cls = value if has_type(value, type) else type(value)
    if not callable(getattr(cls, "fit", None)):
        return False
    get_params = getattr(cls, "get_params", None)
    return callable(get_params) and origin(get_params) != "__main__"


def origin(defined: Any) -> str:
    """The package that defines a class or function."""
    module = getattr(defined, "__module__", None)
    return module.partition(".")[0] if isinstance(module, str) else ""


def is_booster(value: Any) -> bool:
    """What `xgboost.train` and `lightgbm.train` return."""
    return any(is_a(value, *booster) for booster in _BOOSTERS)


def flavor_of(value: Any) -> str | None:
    """The module of mlflow that stores it."""
    if not (is_estimator(value) or is_booster(value)):
        return None
    origins = {origin(cls) for cls in type(value).__mro__}
    return next((flavor for flavor in FLAVORS if flavor in origins), None)


def is_fitted(value: Any) -> bool:
    if is_booster(value):
        return True
    asked = getattr(value, "__sklearn_is_fitted__", None) or getattr(value, "is_fitted", None)
    if callable(asked):
        return bool(asked())
    # By scikit-learn's convention what was learned ends with an underscore.
    return any(name.endswith("_") and not name.startswith("_") for name in attributes(value))


def predicts(value: Any) -> bool:
    return callable(getattr(type(value), "predict", None)) or hasattr(value, "predict")


def changed_params(estimator: Any) -> Iterator[tuple[str, Any]]:
    """The arguments that differ from their defaults, those of a pipeline's steps included."""
    defaults = _defaults(type(estimator))
    for name, value in estimator.get_params(deep=False).items():
        if not _is_same(value, defaults.get(name)):
            yield name, value
    if is_a(estimator, "sklearn.pipeline", "Pipeline"):
        for step, part in estimator.steps:
            if is_estimator(part):
                yield from ((f"{step}__{name}", value) for name, value in changed_params(part))


def _defaults(cls: type) -> dict[str, Any]:
    """Of the classes above, too: they may be handed on by `**kwargs`."""
    defaults: dict[str, Any] = {}
    for base in cls.__mro__:
        if "__init__" in vars(base) and base is not object:
            for name, parameter in inspect.signature(base.__init__).parameters.items():
                if parameter.default is not parameter.empty:
                    defaults.setdefault(name, parameter.default)
    return defaults


def _is_same(value: Any, default: Any) -> bool:
    if value is default:
        return True
    if type(value) not in (bool, int, float, str):
        return False
    # NaN differs from itself, and XGBoost's default for `missing` is one.
    return bool(value == default or (value != value and default != default))
