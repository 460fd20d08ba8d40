"""How the tests call the commands."""

from __future__ import annotations

from pathlib import Path

from servers import SERVER_BUNDLE, find_node


def command_line(*arguments: str) -> list[str]:
    return [str(find_node()), str(SERVER_BUNDLE), *arguments]


def into(store: Path) -> tuple[str, ...]:
    """The options that name the store of `trackbook_server(store)`."""
    return (
        *("--backend-store-uri", f"sqlite:///{store / 'store.db'}"),
        *("--artifacts-destination", str(store / "artifacts")),
    )
