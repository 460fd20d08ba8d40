"""`.trackbook/server.json`: where the folder's server listens and how to get in."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class ServerRecord:
    port: int
    url: str
    token: str
    pid: int = 0
    owner_pid: int = 0

    @classmethod
    def at_port(cls, port: int, token: str) -> ServerRecord:
        return cls(port=port, url=f"http://127.0.0.1:{port}", token=token)

    @classmethod
    def read(cls, data_dir: Path) -> ServerRecord | None:
        """The record last written, also of a server that is gone; None without a usable one."""
        try:
            record = json.loads(_path(data_dir).read_text("utf-8"))
            return cls(
                port=int(record["port"]),
                url=str(record["url"]),
                token=str(record["token"]),
                pid=int(record["pid"]),
                owner_pid=int(record["owner_pid"]),
            )
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def write(self, data_dir: Path) -> None:
        path = _path(data_dir)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        # The token must never be readable by others, not even for a moment.
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        draft.replace(path)


def _path(data_dir: Path) -> Path:
    return data_dir / "server.json"
