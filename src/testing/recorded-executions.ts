import type { RecordedExecution } from '../analysis/index.js';

/** `['a', 'x = 1']` is an execution of cell `a`. */
export type Ran = [
  cell: string,
  source: string,
  other?: Partial<RecordedExecution>
];

/** Executions of one session, in order. */
export const recordedExecutions = (ran: readonly Ran[]): RecordedExecution[] =>
  ran.map(([cellId, source, other], seq) => ({
    seq,
    cellId,
    notebook: 'nb.ipynb',
    client: 'jupyterlab',
    executionCount: seq + 1,
    source,
    startedAt: 1_700_000_000_000 + seq,
    durationMs: 1,
    status: 'ok',
    error: null,
    runIds: [],
    ...other
  }));
