import { createContext, useContext, useEffect, useState } from 'react';
import type { CurrentCell } from '../../analysis/index.js';

/**
 * Tells the code cells of a notebook as they are now, and again whenever they change, until the returned
 * function is called; null where there is no such notebook.
 */
export type WatchCells = (
  notebook: string,
  onCells: (cells: readonly CurrentCell[] | null) => void
) => () => void;

const NotebookCellsContext = createContext<WatchCells | undefined>(undefined);

export const NotebookCellsProvider = NotebookCellsContext.Provider;

/** The code cells of a notebook, live; null while they are not known. */
export function useNotebookCells(
  notebook: string | undefined
): readonly CurrentCell[] | null {
  const watch = useContext(NotebookCellsContext);
  const [cells, setCells] = useState<readonly CurrentCell[] | null>(null);
  useEffect(() => {
    if (!watch || !notebook) {
      return;
    }
    const stop = watch(notebook, setCells);
    return () => {
      stop();
      setCells(null);
    };
  }, [watch, notebook]);
  return cells;
}
