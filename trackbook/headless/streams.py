"""What a cell printed, as one output for each stream.

nbclient can do this, too, but takes ten minutes for a line of a megabyte and hours for longer ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode


def joined_streams(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Each stream stands where it began, without what was written over."""
    kept: list[NotebookNode] = []
    pieces: dict[str, list[str]] = {}
    for output in outputs:
        if output.output_type != "stream":
            kept.append(output)
        elif output.name in pieces:
            pieces[output.name].append(output.text)
        else:
            pieces[output.name] = [output.text]
            kept.append(output)
    for output in kept:
        if output.output_type == "stream":
            lines = "".join(pieces[output.name]).split("\n")
            output.text = "\n".join(map(_without_overwritten, lines))
    return kept


def _without_overwritten(line: str) -> str:
    """A progress bar begins its line again and again; a return at the end of it is only that."""
    return line[line.rfind("\r", 0, max(0, len(line) - 1)) + 1 :]
