"""The tests in `workflow/`, run by another client or in another environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
WORKFLOW = HERE / "workflow"


def run_workflow(
    url: str,
    *,
    tests: Sequence[str] = (),
    python: Path | str = sys.executable,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Assert that the tests, or all, pass on the server at `url`."""
    options = ["-q", "--no-header", "-p", "no:cacheprovider", "-W", "ignore"]
    # Not the project's pytest settings and conftest: they need packages that may not be there.
    isolation = ["-c", os.devnull, "--rootdir", HERE, "--confcutdir", HERE]
    chosen = [WORKFLOW / name for name in tests] or [WORKFLOW]
    finished = subprocess.run(
        [python, "-m", "pytest", *options, *isolation, *chosen],
        env={
            **os.environ,
            **(environment or {}),
            "TRACKBOOK_CONTRACT_URI": url,
            # What all tests use stands in the folder above.
            "PYTHONPATH": str(HERE.parent),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout
