import { useQueries } from '@tanstack/react-query';
import {
  parseRecord,
  RECORD_FILE,
  type RecordedExecution
} from '../../analysis/session-record.js';
import type { Run } from '../../client/index.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';

/** Kinds of runs that several cells make, of which the run itself names at most one. */
const KINDS: ReadonlySet<string> = new Set(['recording', 'notebook']);

/** Records are large, and a notebook's older ones tell little of its cells. */
const MAX_SESSIONS = 3;

/** What the newest sessions with runs of several cells executed; `runs` are the newest first. */
export function useRecordedExecutions(
  runs: readonly Run[]
): readonly RecordedExecution[] {
  const client = useClient();
  return useQueries({
    queries: newestOfSessions(runs).map(({ runId }) => {
      const owner = { kind: 'run', runId } as const;
      return {
        queryKey: queryKeys.file(owner, RECORD_FILE),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          client.artifacts.readText(owner, RECORD_FILE, signal),
        select: executionsOf,
        // It is stored once, when the run ends.
        staleTime: Infinity
      };
    }),
    combine: joined
  });
}

/** The record of a run has all that its session executed before, too. */
export function newestOfSessions(runs: readonly Run[]): Run[] {
  const newest = new Map<string, Run>();
  for (const run of runs) {
    const session = run.tags['trackbook.session'] ?? run.runId;
    const isMeant =
      KINDS.has(run.tags['trackbook.kind']) && run.status !== 'RUNNING';
    if (isMeant && !newest.has(session) && newest.size < MAX_SESSIONS) {
      newest.set(session, run);
    }
  }
  return [...newest.values()];
}

function executionsOf(text: string): RecordedExecution[] {
  return parseRecord(text).executions;
}

function joined(
  results: { data: RecordedExecution[] | undefined }[]
): RecordedExecution[] {
  return results.flatMap(({ data }) => data ?? []);
}
