"""Which files are data: not those of the interpreter, of programs, of the system or our own."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir

from ..masking import mask_secrets

SYSTEM = ("/proc/", "/dev/", "/sys/", "/etc/", "/usr/share/", "/run/")
PARTS = {
    "site-packages",
    "dist-packages",
    "__pycache__",
    ".git",
    ".ipynb_checkpoints",
    ".cache",
    ".config",
}
CODE = (".py", ".pyc", ".pyi", ".pyx", ".so", ".pyd", ".dll", ".ipynb", ".pth")
FONTS = (".ttf", ".otf", ".afm", ".pfb")


def is_remote(path: str) -> bool:
    return "://" in path and not path.startswith("file://")


def without_secrets(url: str) -> str:
    """Signed addresses carry their keys in the query."""
    parts = urlsplit(url)
    return mask_secrets(urlunsplit((*parts[:3], "", "")))


class DataFiles:
    """`own` are folders of Trackbook itself, `root` the one that paths are shown below."""

    def __init__(self, root: Path, own: list[Path]) -> None:
        self._root = str(root.absolute())
        self._excluded = tuple(
            {
                *(f"{path.absolute()}{os.sep}" for path in own),
                *_interpreter_folders(),
                *_program_folders(),
                *SYSTEM,
            }
        )
        self.is_data = lru_cache(maxsize=4096)(self._is_data)

    def shown(self, path: str) -> str:
        """The path as it is recorded."""
        inside = path.startswith(self._root + os.sep)
        return Path(os.path.relpath(path, self._root) if inside else path).as_posix()

    def _is_data(self, path: str) -> bool:
        """Of an absolute path."""
        if path.startswith(self._excluded) or path.lower().endswith((*CODE, *FONTS)):
            return False
        return PARTS.isdisjoint(Path(path).parts)


def _program_folders() -> set[str]:
    """Where Jupyter and libraries keep what is their own, as connections and lists of fonts."""
    names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR")
    folders = [jupyter_data_dir(), jupyter_runtime_dir(), *map(os.environ.get, names)]
    return {f"{Path(folder).absolute()}{os.sep}" for folder in folders if folder}


def _interpreter_folders() -> set[str]:
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders = {f"{prefix}{os.sep}share" for prefix in (sys.prefix, sys.base_prefix)}
    return {f"{Path(path).absolute()}{os.sep}" for path in {*paths, *folders} if path}
