"""Figures of matplotlib (seaborn's are that, too) and plotly, and the files that they become."""

from __future__ import annotations

import importlib.util
import io
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..loaded import is_a
from .cell_source import CellSource
from .finding import Finding, quoted
from .looks import of_each

FOLDER = "figures"
NAMES_SAYING_NOTHING = {"fig", "figure", "f", "ax", "axes", "axs", "g", "grid", "plot"}


@dataclass(frozen=True)
class Figure:
    value: Any
    is_plotly: bool
    attribute: str = ""
    """What leads from the variable to the figure, as `.figure` from axes."""


def figure_of(value: Any) -> Figure | None:
    """The whole figure that a value is or belongs to, as `ax` of `fig, ax = plt.subplots()`."""
    if is_a(value, "plotly.basedatatypes", "BaseFigure"):
        return Figure(value, is_plotly=True)
    if is_a(value, "matplotlib.figure", "Figure"):
        return Figure(value, is_plotly=False)
    is_axes = is_a(value, "matplotlib.axes._base", "_AxesBase")
    is_grid = any(is_a(value, "seaborn.axisgrid", name) for name in ("Grid", "JointGrid"))
    if is_axes or is_grid:
        figure = value.figure
        if is_a(figure, "matplotlib.figure", "Figure"):
            return Figure(figure, is_plotly=False, attribute=".figure")
    return None


def open_figures() -> list[Any]:
    """Those that pyplot has, in the order in which they were made."""
    helpers = sys.modules.get("matplotlib._pylab_helpers")
    managers = helpers.Gcf.get_all_fig_managers() if helpers else []
    return [manager.canvas.figure for manager in managers]


def being_shown() -> list[Any]:
    """The figure that `plotly.io.show` is just showing.

    It reaches the front end as data, from which nobody can tell whether a variable holds it.
    """
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_globals.get("__name__") == "plotly.io._renderers" and "fig" in frame.f_locals:
            return [frame.f_locals["fig"]]
    return []


def figures(cell: CellSource, namespace: Mapping[str, Any], shown: list[Any]) -> Iterator[Finding]:
    """Assigned ones by their variable, others that the cell showed by their title."""
    names = [assignment.name for assignment in cell.assignments]
    if cell.shown_name:
        names.append(cell.shown_name)
    variables = [(namespace.get(name), name) for name in names]
    seen: list[Any] = []
    taken: set[str] = set()

    def look(candidate: tuple[Any, str | None]) -> Iterator[Finding]:
        value, variable = candidate
        figure = figure_of(value)
        if figure is None or any(figure.value is other for other in seen):
            return
        seen.append(figure.value)
        if variable not in cell.logged:
            name = _unused(name_of(figure, variable), taken)
            yield found_figure(figure, name, variable)

    return of_each([*variables, *((value, None) for value in shown)], look)


def found_figure(figure: Figure, name: str, variable: str | None) -> Finding:
    key = f"{FOLDER}/{name}"
    path = f"{key}.html" if figure.is_plotly else f"{key}.png"
    code = None
    if variable is not None:
        code = f"mlflow.log_figure({variable}{figure.attribute}, {quoted(path)})"
    return Finding("figure", key, _size(figure), code, figure)


def name_of(figure: Figure, variable: str | None) -> str:
    if variable and variable not in NAMES_SAYING_NOTHING:
        return variable
    return "-".join(re.findall(r"\w+", _title(figure).lower()))[:60] or variable or "figure"


def files(key: str, figure: Figure) -> dict[str, bytes]:
    """What is stored of it: an image, and of plotly's the figure itself."""
    if not figure.is_plotly:
        return {f"{key}.png": png(figure.value)}
    made = {f"{key}.json": figure.value.to_json().encode()}
    # Plotly makes images with a package of its own, which few have; a page shows it, too.
    if importlib.util.find_spec("kaleido"):
        made[f"{key}.png"] = figure.value.to_image(format="png")
    else:
        made[f"{key}.html"] = figure.value.to_html(include_plotlyjs="cdn").encode()
    return made


def png(figure: Any, **options: Any) -> bytes:
    image = io.BytesIO()
    figure.savefig(image, format="png", bbox_inches="tight", **options)
    return image.getvalue()


def _unused(name: str, taken: set[str]) -> str:
    unused, number = name, 1
    while unused in taken:
        number += 1
        unused = f"{name}-{number}"
    taken.add(unused)
    return unused


def _title(figure: Figure) -> str:
    if figure.is_plotly:
        return figure.value.layout.title.text or ""
    titles = [figure.value.get_suptitle(), *(axes.get_title() for axes in figure.value.axes)]
    return next((title for title in titles if title), "")


def _size(figure: Figure) -> str:
    if figure.is_plotly:
        return "plotly"
    width, height = figure.value.get_size_inches() * figure.value.dpi
    return f"{width:.0f} x {height:.0f}"
