"""Runs the `trackbook` command as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TRACKBOOK = str(Path(sys.executable).with_name("trackbook"))


def trackbook(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TRACKBOOK, *arguments],
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
