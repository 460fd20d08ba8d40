import {
  formatRecord,
  type RecordedExecution,
  type SessionRecord
} from '../../analysis/session-record.js';

/** The record of a kernel's life, as far as it is watched. */
export class WatchedSession {
  constructor(readonly record: SessionRecord) {}

  /** The execution that has not ended yet. */
  get present(): RecordedExecution | null {
    const last = this.record.executions.at(-1);
    return last?.durationMs === null ? last : null;
  }

  begin(
    seen: Pick<
      RecordedExecution,
      'cellId' | 'notebook' | 'client' | 'executionCount' | 'source'
    >
  ): RecordedExecution {
    const { executions } = this.record;
    const execution: RecordedExecution = {
      ...seen,
      seq: executions.length,
      startedAt: Date.now(),
      durationMs: null,
      // Until it ends: the status of an execution whose end nobody sees.
      status: 'unseen',
      error: null,
      runIds: []
    };
    executions.push(execution);
    return execution;
  }

  end(
    execution: RecordedExecution,
    { status, error }: Pick<RecordedExecution, 'status' | 'error'>
  ): void {
    execution.durationMs = Date.now() - execution.startedAt;
    execution.status = status;
    execution.error = error;
  }

  /** The text of the record up to an execution, its runs as the server calls them. */
  textUpto(upto: number, runId: (key: string) => string | null): string {
    const { session, executions } = this.record;
    return formatRecord({
      session,
      executions: executions.slice(0, upto + 1).map(execution => ({
        ...execution,
        runIds: execution.runIds.map(key => runId(key) ?? key)
      }))
    });
  }
}
