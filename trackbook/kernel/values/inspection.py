"""As what a variable can be logged, the likeliest first."""

from __future__ import annotations

import ast
import base64
from collections.abc import Iterator, Mapping
from typing import Any

from ..loaded import has_type, is_a
from .estimators import flavor_of, is_estimator
from .figures import Figure, figure_of, found_figure, name_of, png
from .finding import Finding, metric, param
from .models import found_model, is_model
from .params import arguments, entries, told
from .scalars import as_scalar, hides, is_metric
from .tables import found_table, is_table, preview

TEXT_LIMIT = 2_000
PARAM_LIMIT = 6_000
PREVIEW_ROWS = 5
PREVIEW_DPI = 60


def choices(
    name: str, value: Any, data: ast.expr | None, namespace: Mapping[str, Any]
) -> list[list[Finding]]:
    """Each choice is what is logged together, all of one kind; `data` is what a model learned."""
    return [choice for choice in _choices(name, value, data, namespace) if choice]


def preview_of(value: Any) -> dict[str, Any]:
    """What the user sees of it before logging it."""
    figure = figure_of(value)
    if figure and not figure.is_plotly:
        return {"image": _small_image(figure)}
    if is_table(value):
        return {"table": preview(value, PREVIEW_ROWS)}
    text = repr(value)
    return {"text": text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…"}


def _choices(
    name: str, value: Any, data: ast.expr | None, namespace: Mapping[str, Any]
) -> Iterator[list[Finding]]:
    scalar, figure = as_scalar(value), figure_of(value)
    if scalar is not None:
        yield from _scalar_choices(name, scalar)
    elif has_type(value, dict):
        yield from _dict_choices(name, value)
    elif is_a(value, "argparse", "Namespace"):
        yield list(arguments(name, value))
    elif figure is not None:
        yield [found_figure(figure, name_of(figure, name), name)]
    elif is_table(value):
        yield [found_table(value, name, name)]
    elif flavor_of(value):
        if is_model(value):
            yield [found_model(name, value, data, namespace)]
        if is_estimator(value):
            yield list(told(name, value))
    elif value is None or has_type(value, list, tuple, set, str):
        text = _short_text(value)
        if text is not None and not hides(name, text):
            yield [param(name, text, name)]


def _short_text(value: Any) -> str | None:
    """None where it is too long for a param: each thing in a list takes three characters."""
    if value is not None and not has_type(value, str) and len(value) > PARAM_LIMIT / 3:
        return None
    text = str(value)
    return text if len(text) <= PARAM_LIMIT else None


def _scalar_choices(name: str, scalar: Any) -> Iterator[list[Finding]]:
    if hides(name, scalar):
        return
    found = [[param(name, scalar, name)]]
    if is_metric(name, scalar, is_result=True):
        likely = isinstance(scalar, float) or is_metric(name, scalar)
        found.insert(0 if likely else 1, [metric(name, scalar, name)])
    yield from found


def _dict_choices(name: str, values: dict[Any, Any]) -> Iterator[list[Finding]]:
    found = list(entries(name, values))
    as_params = [_param_of(finding) for finding in found]
    as_metrics = [finding for finding in found if finding.kind == "metric"]
    yield from ([as_metrics, as_params] if as_metrics else [as_params])


def _param_of(finding: Finding) -> Finding:
    code = finding.code and finding.code.replace("log_metric", "log_param", 1)
    return Finding("param", finding.key, str(finding.value), code)


def _small_image(figure: Figure) -> str:
    image = png(figure.value, dpi=PREVIEW_DPI)
    return "data:image/png;base64," + base64.b64encode(image).decode()
