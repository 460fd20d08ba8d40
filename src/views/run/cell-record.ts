export type Execution = {
  seq: number;
  cellId: string;
  notebook: string;
  executionCount: number | null;
  source: string;
  startedAt: number;
  durationMs: number | null;
  status: 'ok' | 'error' | 'interrupted' | 'aborted' | 'died' | 'running';
  error: { name: string; message: string } | null;
  runIds: string[];
};

export type CellRecord = {
  session: {
    kernel: string;
    languageVersion: string;
    startedAt: number | null;
  };
  executions: Execution[];
};

type WireRecord = {
  session?: {
    kernel?: string;
    language_version?: string;
    started_at?: number;
  };
  executions?: {
    seq: number;
    cell_id?: string;
    notebook?: string;
    execution_count?: number;
    source?: string;
    started_at?: number;
    duration_ms?: number;
    status?: Execution['status'];
    error?: { name: string; message: string } | null;
    run_ids?: string[];
  }[];
};

/** Read what the kernel's hook stored as `trackbook/cells.json`. */
export function parseCells(text: string): CellRecord {
  const { session = {}, executions = [] } = JSON.parse(text) as WireRecord;
  return {
    session: {
      kernel: session.kernel ?? '',
      languageVersion: session.language_version ?? '',
      startedAt: session.started_at ?? null
    },
    executions: executions.map(wire => ({
      seq: wire.seq,
      cellId: wire.cell_id ?? '',
      notebook: wire.notebook ?? '',
      executionCount: wire.execution_count ?? null,
      source: wire.source ?? '',
      startedAt: wire.started_at ?? 0,
      durationMs: wire.duration_ms ?? null,
      status: wire.status ?? 'ok',
      error: wire.error ?? null,
      runIds: wire.run_ids ?? []
    }))
  };
}
