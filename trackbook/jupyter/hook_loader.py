"""Code that a kernel of another environment runs to load the hook from this environment."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent

# Loads the one package by its path: this environment's other packages must not leak into the
# kernel's sys.path.
_LOADER = """
def _load_trackbook(path):
    import importlib.util, sys
    if "trackbook" not in sys.modules and importlib.util.find_spec("trackbook") is None:
        spec = importlib.util.spec_from_file_location(
            "trackbook", path + "/__init__.py", submodule_search_locations=[path]
        )
        sys.modules["trackbook"] = package = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(package)
    manager = get_ipython().extension_manager
    if "trackbook.kernel" not in manager.loaded:
        manager.load_extension("trackbook.kernel")
_load_trackbook({path!r})
del _load_trackbook
"""


def hook_loader() -> str:
    return _LOADER.replace("{path!r}", repr(PACKAGE.as_posix())).lstrip()
