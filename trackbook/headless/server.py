"""The tracking server of a command's runs: the one that a kernel beside the notebook uses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import environment, run_tags
from ..kernel import fluent
from ..kernel.destination import Destination, NoServer

OF_A_KERNEL_AROUND_US = (*run_tags.ALL, fluent.RUN_ID, "JPY_SESSION_NAME")


@contextmanager
def tracking_server(folder: Path, tracking_uri: str | None) -> Iterator[Destination]:
    """Raises NoServer. Kernels started meanwhile inherit the server's address."""
    for name in OF_A_KERNEL_AROUND_US:
        os.environ.pop(name, None)
    if tracking_uri:
        _choose(tracking_uri)
    destination = Destination(folder)
    if destination.data_dir is None:
        destination = Destination(Path.cwd())
    try:
        destination.join_folder()
        destination.require()
        yield destination
    finally:
        destination.close()


@contextmanager
def existing_server(tracking_uri: str | None) -> Iterator[Destination]:
    """As `tracking_server`, but raises NoServer rather than begin a new store."""
    folder = Path.cwd()
    if Destination(folder).data_dir is None and not (tracking_uri or environment.chosen_uri()):
        raise NoServer(
            "There is no .trackbook/ in this folder or above it. Run this where you start "
            "Jupyter, or name the server with --tracking-uri."
        )
    with tracking_server(folder, tracking_uri) as destination:
        yield destination


def _choose(tracking_uri: str) -> None:
    if tracking_uri == os.environ.get(environment.OUR_URI):
        return
    if environment.OUR_URI in os.environ:
        # The token is for the server around us, not for the one that the user names.
        for name in (environment.OUR_URI, environment.OUR_DATA_DIR, environment.TRACKING_TOKEN):
            os.environ.pop(name, None)
    os.environ[environment.TRACKING_URI] = tracking_uri
