import { CodeCell } from '@jupyterlab/cells';
import { type Notebook } from '@jupyterlab/notebook';
import { nameAt } from './name-at.js';

/** Remembers where a context menu was opened, which JupyterLab does not tell. */
export class ContextMenuPlace {
  private _event: MouseEvent | null = null;

  constructor() {
    document.addEventListener('contextmenu', event => (this._event = event), {
      capture: true
    });
  }

  /** The variable that was clicked in a code cell of this notebook. */
  nameIn(notebook: Notebook): string | null {
    const event = this._event;
    const cell = notebook.widgets.find(
      ({ node }) => event && node.contains(event.target as Node)
    );
    if (!event || !(cell instanceof CodeCell)) {
      return null;
    }
    const { clientX: left, clientY: top } = event;
    const position = cell.editor?.getPositionForCoordinate({
      ...{ left, top, right: left, bottom: top },
      ...{ width: 0, height: 0 }
    });
    return position ? nameAtPosition(cell, position) : null;
  }
}

/** The variable at the cursor of the active cell. */
export function nameAtCursor({ activeCell }: Notebook): string | null {
  const position = activeCell?.editor?.getCursorPosition();
  return activeCell instanceof CodeCell && position
    ? nameAtPosition(activeCell, position)
    : null;
}

function nameAtPosition(
  { editor }: CodeCell,
  { line, column }: { line: number; column: number }
): string | null {
  return nameAt(editor?.getLine(line) ?? '', column);
}
