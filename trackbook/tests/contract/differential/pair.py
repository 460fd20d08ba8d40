"""Both servers, with nothing in them yet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from answers import Asker
from servers import mlflow_server, trackbook_server


@contextmanager
def fresh_pair(folder: Path, *options: str) -> Iterator[tuple[Asker, Asker]]:
    """
    A real `mlflow server` and ours, which gets the options; what they stored in the folder is
    thrown away afterwards.
    """
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / "oracle").mkdir()
    (place / "ours").mkdir()
    try:
        with (
            mlflow_server(place / "oracle", folder / "fresh.db") as oracle,
            trackbook_server(place / "ours", *options) as ours,
        ):
            yield Asker(oracle.url), Asker(ours.url)
    finally:
        shutil.rmtree(place)
