"""The `trackbook` command: hands its arguments to the tracking server's program."""

from __future__ import annotations

import os
import subprocess
import sys

from .node import NodeUnavailable, server_command


def main() -> int:
    if sys.argv[1:2] == ["doctor"]:
        # Python, since it also tells what is wrong where Node is missing.
        from .doctor.main import main as doctor

        return doctor(sys.argv[2:])
    try:
        command = server_command(*sys.argv[1:])
    except NodeUnavailable as error:
        print(f"trackbook: {error}", file=sys.stderr)
        return 1
    if os.name == "posix":
        # Becoming Node leaves no process in between that would have to pass signals on.
        os.execv(command[0], command)
    return subprocess.call(command)
