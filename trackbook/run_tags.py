"""How the kernel hook tells MLflow clients, here and in child processes, whose runs they make.

Environment variables, because they are what a script started by a cell inherits.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

TAGS = "TRACKBOOK_RUN_TAGS"
KERNEL_TAGS = "TRACKBOOK_KERNEL_RUN_TAGS"
KERNEL_PID = "TRACKBOOK_KERNEL_PID"
USES = "TRACKBOOK_RUN_TAGS_USED"
# MLflow's own variable for tags: it reaches clients of environments without our plugin.
MLFLOW_CONTEXT = "MLFLOW_RUN_CONTEXT"
ALL = (TAGS, KERNEL_TAGS, KERNEL_PID, USES)


def publish(tags: Mapping[str, str], kernel_tags: Mapping[str, str], uses: Path) -> None:
    """Set the tags of runs made from now on; `kernel_tags` only for this process itself.

    `uses` names a file that grows with each use, by which the hook learns that there are runs
    to look for.
    """
    _publish_to_mlflow(json.dumps(tags))
    os.environ[TAGS] = json.dumps(tags)
    os.environ[KERNEL_TAGS] = json.dumps(kernel_tags)
    os.environ[KERNEL_PID] = str(os.getpid())
    os.environ[USES] = str(uses)


def withdraw() -> None:
    if os.environ.get(MLFLOW_CONTEXT) == os.environ.get(TAGS):
        os.environ.pop(MLFLOW_CONTEXT, None)
    for name in ALL:
        os.environ.pop(name, None)


def _publish_to_mlflow(tags: str) -> None:
    # A context that the user set is the user's.
    if os.environ.get(MLFLOW_CONTEXT) == os.environ.get(TAGS):
        os.environ[MLFLOW_CONTEXT] = tags


def present() -> bool:
    return TAGS in os.environ


def current() -> dict[str, str]:
    tags = json.loads(os.environ[TAGS])
    if os.environ.get(KERNEL_PID) == str(os.getpid()):
        tags.update(json.loads(os.environ[KERNEL_TAGS]))
    return tags


def note_use() -> None:
    # Tags are worth more than the note: a full disk must not cost them.
    with contextlib.suppress(OSError), Path(os.environ[USES]).open("ab") as uses:
        uses.write(b".")
