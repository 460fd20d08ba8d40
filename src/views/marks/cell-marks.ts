import type { RecordedExecution } from '../../analysis/session-record.js';
import { keyUsesOf, type Run, type RunStatus } from '../../client/index.js';
import { runColour } from '../charts/run-colours.js';
import { chooseKeyMetric } from '../panel/key-metric.js';

/** What stands beside a cell: its newest run, or the newest that it was a part of. */
export type CellMark = {
  cellId: string;
  run: Run;
  colour: string;
  /** How the run stands; of a run of several cells, how this one ended. */
  status: RunStatus;
  /** The place of the execution in its session, as the prompt counts. */
  order: string | null;
  /** How many runs of the cell are older. */
  olderCount: number;
};

/** An execution of a cell that made a run, or a part of one. */
type Making = Omit<CellMark, 'olderCount'> & { startedAt: number };

type ColouredRun = Pick<Making, 'run' | 'colour'>;

/**
 * One mark for each cell that has runs. `runs` are the newest first; `executions` are those of sessions
 * that made runs of several cells.
 */
export function markCells(
  runs: readonly Run[],
  totalCount: number,
  executions: readonly RecordedExecution[]
): CellMark[] {
  const known = new Map(
    runs.map((run, index): [string, ColouredRun] => [
      run.runId,
      // Counted from the oldest, so that a new run leaves the others their colours.
      { run, colour: runColour(totalCount - 1 - index) }
    ])
  );
  const makings = [
    ...[...known.values()].map(ownMaking),
    ...executions.flatMap(execution =>
      execution.runIds
        .flatMap(runId => known.get(runId) ?? [])
        .map(run => partMaking(run, execution))
    )
  ]
    // A trial of a search stands under the run of the search.
    .filter(({ run }) => !known.has(run.parentRunId ?? ''))
    .filter(({ cellId }) => cellId !== '')
    .sort((a, b) => b.startedAt - a.startedAt);
  return [...byCell(makings).values()].map(([newest, ...older]) => {
    const olderRuns = new Set(older.map(({ run }) => run.runId));
    olderRuns.delete(newest.run.runId);
    const { cellId, run, colour, status, order } = newest;
    return { cellId, run, colour, status, order, olderCount: olderRuns.size };
  });
}

function ownMaking({ run, colour }: ColouredRun): Making {
  return {
    cellId: run.tags['trackbook.cell_id'] ?? '',
    run,
    colour,
    status: run.status,
    order: run.tags['trackbook.execution_count'] ?? null,
    startedAt: run.startedAt ?? 0
  };
}

/** Of an end that nobody saw the run's own tells most. */
const ENDS: Partial<Record<RecordedExecution['status'], RunStatus>> = {
  ok: 'FINISHED',
  error: 'FAILED',
  interrupted: 'KILLED',
  aborted: 'KILLED',
  died: 'KILLED',
  running: 'RUNNING'
};

function partMaking(
  { run, colour }: ColouredRun,
  { cellId, status, executionCount, startedAt }: RecordedExecution
): Making {
  return {
    cellId,
    run,
    colour,
    status: ENDS[status] ?? run.status,
    order: executionCount === null ? null : String(executionCount),
    startedAt
  };
}

function byCell(makings: readonly Making[]): Map<string, Making[]> {
  const cells = new Map<string, Making[]>();
  for (const making of makings) {
    const known = cells.get(making.cellId);
    if (known) {
      known.push(making);
    } else {
      cells.set(making.cellId, [making]);
    }
  }
  return cells;
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
