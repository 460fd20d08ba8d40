import type { RecordedExecution } from '../analysis/index.js';

/** `trackbook/cells.json` as the kernel's hook stores it. */
export const recordJson = (executions: readonly RecordedExecution[]): string =>
  JSON.stringify({
    version: 1,
    session: {
      id: 's1',
      kernel: 'python3',
      language: 'python',
      language_version: '3.11.9',
      started_at: 1_700_000_000_000
    },
    executions: executions.map(execution => ({
      seq: execution.seq,
      cell_id: execution.cellId || null,
      notebook: execution.notebook || null,
      client: execution.client,
      execution_count: execution.executionCount,
      source: execution.source,
      started_at: execution.startedAt,
      duration_ms: execution.durationMs,
      status: execution.status,
      error: execution.error,
      run_ids: execution.runIds
    }))
  });
