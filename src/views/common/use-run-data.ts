import { useMemo } from 'react';
import type { StudiedSession } from '../../analysis/index.js';
import {
  isPython,
  parseRecord,
  RECORD_FILE
} from '../../analysis/session-record.js';
import {
  DATA_FILE,
  ofExecutions,
  parseDataRecord,
  restOf,
  type DataRecord
} from '../../data/index.js';
import { useRunFile, type RunFile } from './use-run-file.js';
import { useStudiedSession } from './use-studied-session.js';

export type RunData = RunFile<DataRecord> & {
  /** What the other executions of the session read and made. */
  rest: DataRecord | null;
  /** Whether it is all that the session read: which executions the run depends on is not known. */
  isOfSession: boolean;
};

/** What the executions that a run depends on read and made. */
export function useRunData(runId: string): RunData {
  const data = useRunFile(runId, DATA_FILE, parseDataRecord);
  const cells = useRunFile(runId, RECORD_FILE, parseRecord);
  const session = useStudiedSession(cells.value);
  const seqs = useMemo(
    () => (session ? sliceSeqs(session, runId) : []),
    [session, runId]
  );
  const isOfSession = seqs.length === 0;
  const parts = useMemo(() => {
    if (!data.value || isOfSession) {
      return { value: data.value, rest: null };
    }
    const value = ofExecutions(data.value, seqs);
    return { value, rest: restOf(data.value, value) };
  }, [data.value, seqs, isOfSession]);
  return {
    ...parts,
    error: data.error ?? cells.error,
    isLoading:
      data.isLoading ||
      cells.isLoading ||
      (cells.value !== null && isPython(cells.value) && session === null),
    isOfSession
  };
}

/** Data is recorded by the numbers of executions, slices by their places. */
function sliceSeqs(session: StudiedSession, runId: string): number[] {
  return session
    .sliceOf(runId)
    .map(({ index }) => session.executions[index].seq);
}
