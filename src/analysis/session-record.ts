/** An execution of a session, as `trackbook/cells.json` of a run has it. */
export interface RecordedExecution {
  seq: number;
  /** Empty where it came from no cell. */
  cellId: string;
  notebook: string;
  /** What asked for it: `jupyterlab`, `console`, `headless`, … */
  client: string;
  executionCount: number | null;
  source: string;
  startedAt: number;
  durationMs: number | null;
  status: 'ok' | 'error' | 'interrupted' | 'aborted' | 'died' | 'running';
  error: { name: string; message: string } | null;
  runIds: string[];
}

/** All that a kernel executed until a run's end. */
export interface SessionRecord {
  session: {
    id: string;
    kernel: string;
    languageVersion: string;
    startedAt: number | null;
  };
  executions: RecordedExecution[];
}

/** Where each run of a kernel with the hook keeps the record of its session. */
export const RECORD_FILE = 'trackbook/cells.json';

interface WireRecord {
  session?: {
    id?: string;
    kernel?: string;
    language_version?: string;
    started_at?: number;
  };
  executions?: {
    seq: number;
    cell_id?: string | null;
    notebook?: string | null;
    client?: string;
    execution_count?: number | null;
    source?: string;
    started_at?: number;
    duration_ms?: number | null;
    status?: RecordedExecution['status'];
    error?: { name: string; message: string } | null;
    run_ids?: string[];
  }[];
}

/** Read what the kernel's hook stored. */
export const parseRecord = (text: string): SessionRecord => {
  const { session = {}, executions = [] } = JSON.parse(text) as WireRecord;
  return {
    session: {
      id: session.id ?? '',
      kernel: session.kernel ?? '',
      languageVersion: session.language_version ?? '',
      startedAt: session.started_at ?? null
    },
    executions: executions.map(wire => ({
      seq: wire.seq,
      cellId: wire.cell_id ?? '',
      notebook: wire.notebook ?? '',
      client: wire.client ?? '',
      executionCount: wire.execution_count ?? null,
      source: wire.source ?? '',
      startedAt: wire.started_at ?? 0,
      durationMs: wire.duration_ms ?? null,
      status: wire.status ?? 'ok',
      error: wire.error ?? null,
      runIds: wire.run_ids ?? []
    }))
  };
};

/** An execution by its number, as the notebook shows it: `[7]`. */
export const labelOf = ({
  executionCount,
  seq
}: Pick<RecordedExecution, 'executionCount' | 'seq'>): string =>
  executionCount === null ? `execution ${seq}` : `[${executionCount}]`;
