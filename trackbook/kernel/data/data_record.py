"""What the session read, kept entry by entry; its shape is told in src/data/data-record.ts."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

FORMAT_VERSION = 1


class DataRecord:
    """Filled from entries of the journal, by the session itself or by the one that recovers it."""

    def __init__(self) -> None:
        self._files: list[tuple[int, dict[str, Any]]] = []
        self._frames: list[tuple[int, dict[str, Any]]] = []
        self._left_out: list[tuple[int, str]] = []

    def add_files(self, seq: int, files: list[dict[str, Any]]) -> None:
        self._files.extend((seq, file) for file in files)

    def add_frame(self, seq: int, frame: dict[str, Any]) -> None:
        self._frames.append((seq, frame))

    def add_left_out(self, seq: int, note: str) -> None:
        """What of an execution is not recorded at all, because there is too much of it."""
        self._left_out.append((seq, note))

    def content(self, session_id: str, upto: int) -> dict[str, Any] | None:
        """The record up to this execution; None where there is nothing to tell."""
        files = _merged([each for each in list(self._files) if each[0] <= upto])
        frames = [{**frame, "execution": seq} for seq, frame in list(self._frames) if seq <= upto]
        left_out = [
            {"execution": seq, "note": note} for seq, note in list(self._left_out) if seq <= upto
        ]
        if not files and not frames:
            return None
        return {
            "version": FORMAT_VERSION,
            "session": session_id,
            "files": files,
            "frames": frames,
            "left_out": left_out,
        }


def of_executions(content: dict[str, Any], seqs: Container[int]) -> dict[str, Any]:
    """Of a content, what these executions read and made."""
    return {
        **content,
        "files": [file for file in content["files"] if any(s in seqs for s in file["executions"])],
        "frames": [frame for frame in content["frames"] if frame["execution"] in seqs],
        "left_out": [left for left in content["left_out"] if left["execution"] in seqs],
    }


def _merged(accesses: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    """One record for each state of a file."""
    files: dict[tuple[Any, ...], dict[str, Any]] = {}
    written: set[str] = set()
    for seq, access in accesses:
        path = access["path"]
        if access["writes"]:
            written.add(path)
            use = "output"
        else:
            use = "intermediate" if path in written else "input"
        key = (path, access["size"], access["modified_at"])
        file = files.get(key)
        if file is None:
            shown = {name: access[name] for name in SHOWN}
            file = files[key] = {**shown, "use": use, "readers": [], "executions": []}
        if not access["writes"]:
            file["sha256"], file["note"] = access["sha256"], access["note"]
            file["use"] = "input" if file["use"] == "input" else use
        _append_new(file["readers"], access["reader"])
        _append_new(file["executions"], seq)
    return list(files.values())


SHOWN = ("path", "kind", "size", "modified_at", "sha256", "note")


def _append_new(items: list[Any], item: Any) -> None:
    if item not in items:
        items.append(item)
