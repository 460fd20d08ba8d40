"""Fitted models, with what mlflow wants to know of them: flavor, signature, input example."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..loaded import is_a
from .cell_source import CellSource
from .estimators import flavor_of, is_fitted, predicts
from .finding import Finding, quoted
from .looks import of_each

EXAMPLE_ROWS = 5
_PARAMETER_OF_MODEL = {
    "sklearn": "sk_model",
    "xgboost": "xgb_model",
    "lightgbm": "lgb_model",
    "catboost": "cb_model",
}


class LibraryMissing(RuntimeError):
    """What the user asked for needs a library that is not installed."""


@dataclass(frozen=True)
class Model:
    value: Any
    flavor: str
    example: Any = None
    """The first rows of what it was fitted to, if that is known."""


def models(cell: CellSource, namespace: Mapping[str, Any]) -> Iterator[Finding]:
    """Models that the cell assigned or fitted."""

    def look(name: str) -> Iterator[Finding]:
        value = namespace.get(name)
        if name not in cell.logged and is_model(value):
            yield found_model(name, value, cell.fits.get(name), namespace)

    names = [assignment.name for assignment in cell.assignments]
    return of_each(dict.fromkeys([*names, *cell.fits]), look)


def is_model(value: Any) -> bool:
    return flavor_of(value) is not None and predicts(value) and is_fitted(value)


def found_model(
    name: str, value: Any, data: ast.expr | None, namespace: Mapping[str, Any]
) -> Finding:
    """`data` is what the source fitted it to."""
    flavor = flavor_of(value) or ""
    example = _first_rows(namespace.get(data.id)) if isinstance(data, ast.Name) else None
    expression = data.id if isinstance(data, ast.Name) and example is not None else None
    described = f"{type(value).__name__}, {flavor}"
    return Finding(
        "model", name, described, _code(name, flavor, expression), Model(value, flavor, example)
    )


def log_model(model: Model, name: str, run_id: str) -> None:
    """Like `mlflow.<flavor>.log_model`, to a run that need not be active."""
    mlflow = import_mlflow()
    flavor = importlib.import_module(f"mlflow.{model.flavor}")
    options: dict[str, Any] = {_PARAMETER_OF_MODEL[model.flavor]: model.value}
    if model.example is not None:
        prediction = model.value.predict(model.example)
        options["signature"] = mlflow.models.infer_signature(model.example, prediction)
        options["input_example"] = model.example
    # From 3.0 on a model has a name, before it had a path in the run.
    named = "name" in inspect.signature(mlflow.models.Model.log).parameters
    place = {"artifact_path": None, "name": name} if named else {"artifact_path": name}
    mlflow.models.Model.log(**place, flavor=flavor, run_id=run_id, **options)


def import_mlflow() -> Any:
    """The user's mlflow; only on the user's demand."""
    try:
        return importlib.import_module("mlflow")
    except ImportError as error:
        raise LibraryMissing(f"This needs mlflow: run `pip install mlflow`. {error}") from error


def _first_rows(data: Any) -> Any:
    """A small copy, so that the data itself is not kept."""
    if is_a(data, "pandas", "DataFrame"):
        return data.head(EXAMPLE_ROWS).copy()
    if is_a(data, "polars", "DataFrame"):
        return data.head(EXAMPLE_ROWS).to_pandas() if "pandas" in sys.modules else None
    is_array = is_a(data, "numpy", "ndarray") and data.ndim == 2
    if is_array or is_a(data, "scipy.sparse", "csr_matrix"):
        return data[:EXAMPLE_ROWS].copy()
    return None


def _code(name: str, flavor: str, data: str | None) -> str:
    if data is None:
        return f"mlflow.{flavor}.log_model({name}, name={quoted(name)})"
    return (
        f"signature = mlflow.models.infer_signature({data}, {name}.predict({data}))\n"
        f"mlflow.{flavor}.log_model(\n"
        f"    {name}, name={quoted(name)}, signature=signature, "
        f"input_example={data}[:{EXAMPLE_ROWS}]\n)"
    )
