"""Cells as VS Code names them."""

from __future__ import annotations

from pathlib import Path

from .provenance import code_cells

# VS Code's own name for its notebook, a variable in each kernel that it starts.
NOTEBOOK = "__vsc_ipynb_file__"
_ADDRESS = "vscode-notebook-cell:"


class CellAddresses:
    """The ids that cells have in their notebook, by the addresses that VS Code gives them."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def cell_id(self, address: str, source: str, notebook: str) -> str:
        """Found by the cell's source in the file, and kept when it is edited; else the address."""
        if address.startswith(_ADDRESS) and address not in self._ids:
            taken = self._ids.values()
            cells = code_cells(Path(notebook))
            found = [cell.id for cell in cells if cell.source == source and cell.id not in taken]
            if len(found) == 1 and found[0]:
                self._ids[address] = found[0]
        return self._ids.get(address, address)
