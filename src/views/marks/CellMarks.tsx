import { useEffect, useMemo } from 'react';
import { createPortal } from 'react-dom';
import type { Run } from '../../client/index.js';
import type { NotebookNames } from '../common/notebook-names.js';
import { ViewProvider, type ViewProps } from '../common/ViewProvider.js';
import { markCells } from './cell-marks.js';
import { latestNotes, type CellNote, type CellNotes } from './cell-notes.js';
import { NoteMark } from './NoteMark.js';
import { RunMark } from './RunMark.js';
import { useCellRuns } from './use-cell-runs.js';
import { useRecordedExecutions } from './use-recorded-executions.js';

export type CellMarksProps = ViewProps & {
  names: NotebookNames;
  /** Where marks stand, by cell id; cells that are not on screen yet may lack one. */
  places: ReadonlyMap<string, Element>;
  /** Told which cells have marks, whenever these change. */
  onMarked(cellIds: readonly string[]): void;
  /** Metrics that count, most important first; may be empty. */
  keyMetrics: readonly string[];
  notes: CellNotes;
};

/** Marks beside the cells of a notebook: which runs they made, and how these stand. */
export function CellMarks(props: CellMarksProps) {
  return (
    <ViewProvider {...props}>
      <Marks {...props} />
    </ViewProvider>
  );
}

function Marks(props: CellMarksProps) {
  const { names, places, onMarked, keyMetrics } = props;
  const found = useCellRuns(names);
  const executions = useRecordedExecutions(found?.runs ?? NO_RUNS);
  const marks = useMemo(
    () => (found ? markCells(found.runs, found.totalCount, executions) : []),
    [found, executions]
  );
  const notes = useMemo(() => latestNotes(props.notes), [props.notes]);
  const cells = useMemo(
    () => [...new Set([...marks.map(mark => mark.cellId), ...notes.keys()])],
    [marks, notes]
  );
  useEffect(() => onMarked(cells), [cells, onMarked]);
  const markOf = new Map(marks.map(mark => [mark.cellId, mark]));
  return (
    <>
      {cells.map(cellId => {
        const place = places.get(cellId);
        const mark = markOf.get(cellId);
        const noted = notes.get(cellId) ?? NO_NOTES;
        return (
          place &&
          createPortal(
            mark ? (
              <RunMark mark={mark} keyMetrics={keyMetrics} notes={noted} />
            ) : (
              <NoteMark notes={noted} />
            ),
            place,
            cellId
          )
        );
      })}
    </>
  );
}

const NO_RUNS: readonly Run[] = [];
const NO_NOTES: readonly CellNote[] = [];
