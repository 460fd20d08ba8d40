"""Trackbook: experiment tracking for notebooks. Names Jupyter's extension points, nothing more."""

from __future__ import annotations

from typing import Any

try:
    from ._version import __version__
except ImportError:  # a checkout that was never built
    __version__ = "0.0.0"

__all__ = ["__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "trackbook"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    # Kernels import this package too: keep Jupyter's server out of their way.
    from .jupyter.app import TrackbookApp

    return [{"module": "trackbook.jupyter.app", "app": TrackbookApp}]
