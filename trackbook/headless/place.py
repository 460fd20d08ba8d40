"""Where the runs of a command go."""

from __future__ import annotations

from dataclasses import dataclass

from ..kernel.destination import Destination
from .open_runs import OpenRuns


@dataclass(frozen=True)
class Place:
    destination: Destination
    open_runs: OpenRuns
    experiment_id: str
    experiment_name: str
