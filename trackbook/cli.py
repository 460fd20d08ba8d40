"""The `trackbook` command: hands its arguments to the tracking server's program."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

from .node import NodeUnavailable, server_command

# Doctor also tells what is wrong where Node is missing; the others start kernels.
IN_PYTHON = {
    "doctor": ".doctor.main",
    "run": ".headless.run_command",
    "reproduce": ".headless.reproduce_command",
}

INTERRUPTED = 130


def main() -> int:
    module = IN_PYTHON.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if module is not None:
        # For this jsonschema, from 4.25 on, would compile a grammar of web addresses, of which
        # notebooks make no use, for two seconds; it does without where there is none. The older
        # one that is pinned for development is not what users have.
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
        try:
            return import_module(module, __package__).main(sys.argv[2:])
        except KeyboardInterrupt:
            # Before there is anything to end in order: while it reads, starts a server, or asks.
            print(file=sys.stderr)
            return INTERRUPTED
    try:
        command = server_command(*sys.argv[1:])
    except NodeUnavailable as error:
        print(f"trackbook: {error}", file=sys.stderr)
        return 1
    if os.name == "posix":
        # Becoming Node leaves no process in between that would have to pass signals on.
        os.execv(command[0], command)
    return subprocess.call(command)
