import { text } from 'node:stream/consumers';
import { invalidParameter, TrackbookError } from '../../api/errors.js';
import type { CurrentCell, SessionRecord } from '../../analysis/index.js';
import type { Context } from '../context.js';

/** A longer record would keep other requests waiting. */
const MAX_RECORD_BYTES = 32 * 1024 * 1024;

/**
 * Judges runs by the cells of their notebook, and keeps the verdicts as tags. Runs without a record of
 * their cells, or of cells that are not Python, are left alone.
 */
export const judgeRuns = async (
  { executor, artifacts }: Pick<Context, 'executor' | 'artifacts'>,
  runIds: readonly string[],
  cells: readonly CurrentCell[]
): Promise<{ runId: string; verdict: string }[]> => {
  // Most servers never read Python.
  const {
    formatVerdict,
    isPython,
    rememberCells,
    StudiedSession,
    VERDICT_TAG
  } = await import('../../analysis/index.js');
  const analyze = rememberCells();
  const judged = [];
  for (const runId of runIds) {
    const record = await recordOf({ executor, artifacts }, runId);
    const session =
      record &&
      isPython(record) &&
      (await StudiedSession.study(record, analyze));
    if (session && session.sliceOf(runId).length > 0) {
      const { verdicts } = session.verdictOf(runId, cells);
      const verdict = formatVerdict(verdicts);
      const tag = { key: VERDICT_TAG, value: verdict };
      await executor.write('setTag', { runId, tag });
      judged.push({ runId, verdict });
    }
  }
  return judged;
};

/** Null where nothing was recorded. */
const recordOf = async (
  { executor, artifacts }: Pick<Context, 'executor' | 'artifacts'>,
  runId: string
): Promise<SessionRecord | null> => {
  const { parseRecord, RECORD_FILE } =
    await import('../../analysis/session-record.js');
  const { row } = await executor.read('getRun', { runId });
  const { store, path } = await artifacts.below(row.artifact_uri, RECORD_FILE);
  try {
    const file = await store.open(path);
    return file.size > MAX_RECORD_BYTES
      ? null
      : parseRecord(await text(await file.read()));
  } catch (error) {
    if (
      error instanceof TrackbookError &&
      error.code === 'RESOURCE_DOES_NOT_EXIST'
    ) {
      return null;
    }
    throw error instanceof SyntaxError
      ? invalidParameter(`${RECORD_FILE} of run ${runId} is not JSON.`)
      : error;
  }
};
