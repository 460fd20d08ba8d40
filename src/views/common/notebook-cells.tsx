import { createContext, useContext, useEffect, useState } from 'react';
import type { CurrentCell } from '../../analysis/index.js';
import type { RunPlace } from './notebook-names.js';

/**
 * Tells the code cells of the notebook that made a run as they are now, and again whenever they change,
 * until the returned function is called; null where there is no such notebook.
 */
export type WatchCells = (
  place: RunPlace,
  onCells: (cells: readonly CurrentCell[] | null) => void
) => () => void;

const NotebookCellsContext = createContext<WatchCells | undefined>(undefined);

export const NotebookCellsProvider = NotebookCellsContext.Provider;

/** The code cells of the notebook that made a run, live; null while they are not known. */
export function useNotebookCells(
  place: RunPlace | null
): readonly CurrentCell[] | null {
  const watch = useContext(NotebookCellsContext);
  const [cells, setCells] = useState<readonly CurrentCell[] | null>(null);
  const { notebook, cellId } = place ?? NOWHERE;
  useEffect(() => {
    if (!watch || !notebook) {
      return;
    }
    const stop = watch({ notebook, cellId }, setCells);
    return () => {
      stop();
      setCells(null);
    };
  }, [watch, notebook, cellId]);
  return cells;
}

const NOWHERE: RunPlace = { notebook: '', cellId: '' };
