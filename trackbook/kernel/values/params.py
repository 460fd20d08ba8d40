"""Params in a cell: scalars, dicts of scalars, parsed arguments, and what estimators were told."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Mapping
from itertools import islice
from types import FunctionType
from typing import Any

from ..loaded import attributes, has_type, is_a, resolve
from .cell_source import Assignment, CellSource, dotted_name
from .estimators import changed_params, is_estimator, origin
from .finding import Finding, metric, param, quoted
from .looks import of_each
from .scalars import as_scalar, hides, is_key, is_metric

DICT_LIMIT = 100


def assigned_scalars(
    cell: CellSource, namespace: Mapping[str, Any], but: Container[str] = ()
) -> Iterator[Finding]:
    """Params, or metrics by their look; `but` are variables that are metrics by another name."""

    def look(assignment: Assignment) -> Iterator[Finding]:
        name, value = assignment.name, namespace.get(assignment.name)
        if name in but:
            return
        if has_type(value, dict):
            if name not in cell.logged:
                yield from entries(name, value)
        elif is_a(value, "argparse", "Namespace"):
            yield from arguments(name, value)
        else:
            yield from scalar(name, value, name, is_result=assignment.is_result)

    return of_each(cell.assignments, look)


def scalar(key: str, value: Any, expression: str, *, is_result: bool = False) -> Iterator[Finding]:
    plain = as_scalar(value)
    if plain is None or not is_key(key) or hides(key, plain):
        return
    if is_metric(key, plain, is_result=is_result):
        yield metric(key, plain, expression)
    else:
        yield param(key, plain, expression)


def entries(name: str, values: dict[Any, Any]) -> Iterator[Finding]:
    """The scalars in a dict, however they are mixed with others."""
    for key, value in islice(dict.items(values), DICT_LIMIT):
        if has_type(key, str):
            yield from scalar(key, value, f"{name}[{quoted(key)}]")


def arguments(name: str, parsed: Any) -> Iterator[Finding]:
    """Command-line arguments: they are params, whatever they are called."""
    for key, value in attributes(parsed).items():
        plain = as_scalar(value)
        if plain is not None and is_key(key) and not hides(key, plain):
            yield param(key, plain, f"{name}.{key}")


def estimator_params(
    cell: CellSource, namespace: Mapping[str, Any]
) -> Iterator[tuple[str, Finding]]:
    """What estimators of the cell were told, each with the estimator's name."""

    def look(assignment: Assignment) -> Iterator[tuple[str, Finding]]:
        value = namespace.get(assignment.name)
        if not has_type(value, type) and is_estimator(value):
            for finding in told(assignment.name, value):
                yield assignment.name, finding

    return of_each(cell.assignments, look)


def told(name: str, estimator: Any) -> Iterator[Finding]:
    """What an estimator was told; what a search found best is no less a param of the result."""
    for key, value in changed_params(estimator):
        plain = as_scalar(value)
        if plain is not None and is_key(key) and not hides(key, plain):
            yield param(key, plain, f"{name}.get_params()[{quoted(key)}]")
    best = attributes(estimator).get("best_params_")
    if has_type(best, dict):
        yield from entries(f"{name}.best_params_", best)


def keyword_arguments(
    cell: CellSource, namespace: Mapping[str, Any]
) -> Iterator[tuple[str, Finding]]:
    """With the callee's name: `cross_val_score(Ridge(alpha=0.1), X, y)` keeps no estimator."""

    def look(call: ast.Call) -> Iterator[tuple[str, Finding]]:
        dotted = dotted_name(call.func)
        if dotted is None or not call.keywords:
            return
        callee = resolve(dotted, namespace)
        if (has_type(callee, type) and is_estimator(callee)) or _trains(callee):
            for keyword in call.keywords:
                plain = _scalar_of(keyword.value, namespace)
                if keyword.arg and plain is not None and not hides(keyword.arg, plain):
                    expression = ast.unparse(keyword.value)
                    yield callee.__name__, param(keyword.arg, plain, expression)

    return of_each(cell.calls, look)


def _trains(callee: Any) -> bool:
    """`xgboost.train(…, num_boost_round=100)` and LightGBM's namesake."""
    if not has_type(callee, FunctionType):
        return False
    return callee.__name__ == "train" and origin(callee) in ("xgboost", "lightgbm")


def _scalar_of(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return as_scalar(namespace.get(node.id))
    try:
        return as_scalar(ast.literal_eval(node))
    except ValueError:
        return None
