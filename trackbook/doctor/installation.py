"""What is installed in this Python environment, and whether it is switched on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ..node import NodeUnavailable, server_command
from .finding import Finding, fine, note, problem

OLDEST_CLIENT = (2, 0)
OLDEST_TESTED_CLIENT = (2, 22)


def check_installation() -> Iterator[Finding]:
    yield _node()
    yield _mlflow_client()
    yield from _jupyter_extension()
    yield _kernel_hook()


def _node() -> Finding:
    try:
        node, *_ = server_command()
    except NodeUnavailable as error:
        return problem("The tracking server cannot be started.", str(error))
    return fine(f"The tracking server runs on {node}.")


def _mlflow_client() -> Finding:
    found = next(filter(None, map(_version, ("mlflow", "mlflow-skinny"))), None)
    if found is None:
        return note("The mlflow client is not installed here.", "Run `pip install mlflow-skinny`.")
    numbers = tuple(int(part) for part in found.split(".")[:2] if part.isdigit())
    if numbers < OLDEST_CLIENT:
        return problem(
            f"The mlflow client is of version {found}, which is too old.",
            "Run `pip install --upgrade mlflow`.",
        )
    if numbers < OLDEST_TESTED_CLIENT:
        return note(f"The mlflow client is of version {found}; 2.22 is the oldest that is tested.")
    return fine(f"The mlflow client is of version {found}.")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _jupyter_extension() -> Iterator[Finding]:
    try:
        from jupyter_core.paths import jupyter_config_path, jupyter_path
    except ImportError:
        yield note("Jupyter is not installed in this environment.")
        return
    config_dirs = [Path(folder) for folder in jupyter_config_path()]
    enabled = _server_extension_setting(config_dirs)
    if enabled:
        yield fine("The extension of Jupyter's server is enabled.")
    else:
        yield problem(
            "The extension of Jupyter's server is "
            + ("not installed here." if enabled is None else "disabled."),
            "Run `pip install --force-reinstall trackbook` in the environment of Jupyter."
            if enabled is None
            else "Run `jupyter server extension enable trackbook`.",
        )
    folders = [Path(folder) / "trackbook" for folder in jupyter_path("labextensions")]
    if not any((folder / "package.json").is_file() for folder in folders):
        yield problem(
            "The extension of JupyterLab is not installed here.",
            "Run `pip install --force-reinstall trackbook` in the environment of Jupyter.",
        )
    elif _disabled_in_lab(config_dirs):
        yield problem(
            "The extension of JupyterLab is disabled.",
            "Run `jupyter labextension enable trackbook`.",
        )
    else:
        yield fine("The extension of JupyterLab is enabled.")


def _server_extension_setting(config_dirs: list[Path]) -> bool | None:
    """What the first folder that says anything says; Jupyter looks into them in this order."""
    for folder in config_dirs:
        parts = sorted((folder / "jupyter_server_config.d").glob("*.json"), reverse=True)
        for file in (folder / "jupyter_server_config.json", *parts):
            setting = (
                _read(file).get("ServerApp", {}).get("jpserver_extensions", {}).get("trackbook")
            )
            if isinstance(setting, bool):
                return setting
    return None


def _disabled_in_lab(config_dirs: list[Path]) -> bool:
    for folder in config_dirs:
        disabled = _read(folder / "labconfig" / "page_config.json").get("disabledExtensions", {})
        names = disabled if isinstance(disabled, list) else [k for k, v in disabled.items() if v]
        if "trackbook" in names:
            return True
    return False


def _kernel_hook() -> Finding:
    folders = [Path(sys.prefix) / "etc" / "ipython", Path("/etc/ipython")]
    files = [folder / "ipython_kernel_config.json" for folder in folders]
    for file in files:
        extensions = _read(file).get("InteractiveShellApp", {}).get("extensions", [])
        if "trackbook.kernel" in extensions:
            return fine("Kernels of this environment load the hook.")
    return problem(
        f"Kernels of this environment do not load the hook: {files[0]} does not name it.",
        "Run `pip install --force-reinstall trackbook`, or `%load_ext trackbook.kernel` in a cell.",
    )


def _read(path: Path) -> Any:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        # What cannot be read says nothing; Jupyter complains about it by itself.
        return {}
    return content if isinstance(content, dict) else {}
