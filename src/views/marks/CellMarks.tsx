import { useEffect, useMemo } from 'react';
import { createPortal } from 'react-dom';
import { ViewProvider, type ViewProps } from '../common/ViewProvider.js';
import { markCells } from './cell-marks.js';
import { Mark } from './Mark.js';
import { useCellRuns } from './use-cell-runs.js';

export type CellMarksProps = ViewProps & {
  /** Path below Jupyter's root. */
  notebook: string;
  /** Where marks stand, by cell id; cells that are not on screen yet may lack one. */
  places: ReadonlyMap<string, Element>;
  /** Told which cells have marks, whenever these change. */
  onMarked(cellIds: readonly string[]): void;
  /** Metrics that count, most important first; may be empty. */
  keyMetrics: readonly string[];
};

/** Marks beside the cells of a notebook: which runs they made, and how these stand. */
export function CellMarks(props: CellMarksProps) {
  return (
    <ViewProvider {...props}>
      <Marks {...props} />
    </ViewProvider>
  );
}

function Marks({ notebook, places, onMarked, keyMetrics }: CellMarksProps) {
  const found = useCellRuns(notebook);
  const marks = useMemo(
    () => (found ? markCells(found.runs, found.totalCount) : []),
    [found]
  );
  useEffect(() => onMarked(marks.map(mark => mark.cellId)), [marks, onMarked]);
  return (
    <>
      {marks.map(mark => {
        const place = places.get(mark.cellId);
        return (
          place &&
          createPortal(
            <Mark mark={mark} keyMetrics={keyMetrics} />,
            place,
            mark.cellId
          )
        );
      })}
    </>
  );
}
