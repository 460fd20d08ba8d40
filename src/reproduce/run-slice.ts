import {
  isPython,
  parseRecord,
  RECORD_FILE,
  StudiedSession,
  type RecordedExecution,
  type SessionRecord
} from '../analysis/index.js';
import type { RunRecord } from './run-record.js';
import { untrackedSource } from './untracked-source.js';

/** The cells of a run are not known; the message says why. */
export class NoSlice extends Error {}

/** The executions that a run depends on, and the session that they are of. */
export interface RunSlice {
  session: SessionRecord['session'];
  executions: SlicedExecution[];
}

export interface SlicedExecution extends RecordedExecution {
  /** Whether it is the run itself, and not only what the run depends on. */
  isOfRun: boolean;
}

/** In the order in which they ran, without what would start a run of its own. */
export const runSlice = ({ run, cells }: RunRecord): RunSlice => {
  if (cells === null) {
    throw new NoSlice(
      `The cells of run ${run.name} are not known: it has no ${RECORD_FILE}. Runs have one when their kernel has Trackbook's hook.`
    );
  }
  const record = parseRecord(cells);
  const { session, executions } = record;
  if (!isPython(record)) {
    throw new NoSlice(
      `The cells of run ${run.name} are written in ${session.language}. Which of them it depends on is known for Python only.`
    );
  }
  const slice = new StudiedSession(executions).sliceOf(run.runId);
  const sliced = slice
    .map(({ index }) => executions[index])
    .filter(({ status }) => status !== 'aborted')
    .map(execution => ({
      ...execution,
      source: untrackedSource(execution.source),
      isOfRun: execution.runIds.includes(run.runId)
    }))
    .filter(({ source }) => source.trim() !== '');
  if (sliced.length === 0) {
    throw new NoSlice(
      `The cells of run ${run.name} are not known: no execution in its ${RECORD_FILE} belongs to it.`
    );
  }
  return { session, executions: sliced };
};
