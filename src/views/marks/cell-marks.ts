import { keyUsesOf, type Run } from '../../client/index.js';
import { runColour } from '../charts/run-colours.js';
import { chooseKeyMetric } from '../panel/key-metric.js';

/** What stands beside a cell: its newest run. */
export type CellMark = {
  cellId: string;
  run: Run;
  colour: string;
  /** The place of the execution in its session, as the prompt counts. */
  order: string | null;
  /** How many runs of the cell are older. */
  olderCount: number;
};

/** One mark for each cell that has runs, of runs that are given newest first. */
export function markCells(
  runs: readonly Run[],
  totalCount: number
): CellMark[] {
  const marks = new Map<string, CellMark>();
  const known = new Set(runs.map(run => run.runId));
  runs.forEach((run, index) => {
    const cellId = run.tags['trackbook.cell_id'];
    // A trial of a search stands under the run of the search.
    const isChild = run.parentRunId !== null && known.has(run.parentRunId);
    if (!cellId || isChild) {
      return;
    }
    const newer = marks.get(cellId);
    if (newer) {
      newer.olderCount += 1;
      return;
    }
    marks.set(cellId, {
      cellId,
      run,
      // Counted from the oldest, so that a new run leaves the others their colours.
      colour: runColour(totalCount - 1 - index),
      order: run.tags['trackbook.execution_count'] ?? null,
      olderCount: 0
    });
  });
  return [...marks.values()];
}

const MAX_METRICS = 4;

/** The few metrics that say most about a run, the most important first. */
export function tellingMetrics(
  run: Run,
  preferred: readonly string[]
): [key: string, value: number][] {
  const key = chooseKeyMetric(keyUsesOf([run]), preferred);
  const keys = new Set([
    ...preferred,
    ...(key === null ? [] : [key]),
    ...Object.keys(run.metrics).sort()
  ]);
  return [...keys]
    .filter(key => key in run.metrics)
    .slice(0, MAX_METRICS)
    .map(key => [key, run.metrics[key]]);
}
