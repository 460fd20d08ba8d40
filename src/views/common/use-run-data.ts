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
  type DataRecord
} from '../../data/index.js';
import { useRunFile, type RunFile } from './use-run-file.js';
import { useStudiedSession } from './use-studied-session.js';

type RunData = RunFile<DataRecord> & {
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
  const value = useMemo(
    () =>
      data.value && !isOfSession ? ofExecutions(data.value, seqs) : data.value,
    [data.value, seqs, isOfSession]
  );
  return {
    value,
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
