"""Commands of the tracking server's program, asked for what they print."""

from __future__ import annotations

import subprocess

from ..node import server_command


class CommandFailed(RuntimeError):
    """The command could not do what it was asked; the message is what it said."""


def printed_by(*arguments: str, fine: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    """Runs it on the tracking server that the environment names."""
    done = subprocess.run(
        server_command(*arguments), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode not in fine:
        said = done.stderr.strip().removeprefix("trackbook: ")
        raise CommandFailed(said or f"trackbook {arguments[0]} ended with {done.returncode}.")
    return done
