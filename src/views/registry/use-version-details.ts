import { useQueries } from '@tanstack/react-query';
import type { ModelVersion, Run } from '../../client/index.js';
import { parseMlmodel, type ModelFacts } from '../common/mlmodel.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';

/** A version with the run that trained it and what its files say. */
export type VersionDetails = {
  version: ModelVersion;
  run: Run | null;
  facts: ModelFacts | null;
};

export function useVersionDetails(
  versions: readonly ModelVersion[]
): VersionDetails[] {
  const client = useClient();
  const runs = useQueries({
    queries: versions.map(({ runId }) => ({
      queryKey: queryKeys.run(runId ?? ''),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.runs.get(runId!, signal),
      enabled: runId !== null
    }))
  });
  const files = useQueries({
    queries: versions.map(({ name, version }) => {
      const owner = { kind: 'modelVersion', name, version } as const;
      return {
        queryKey: queryKeys.file(owner, 'MLmodel'),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          client.artifacts.readText(owner, 'MLmodel', signal),
        // The files of a version never change.
        staleTime: Infinity,
        select: parseMlmodel
      };
    })
  });
  return versions.map((version, index) => ({
    version,
    run: runs[index].data ?? null,
    facts: files[index].data ?? null
  }));
}

/** How long the run took that made a version. */
export function trainingTime({ run }: VersionDetails): number | null {
  return run && run.startedAt !== null && run.endedAt !== null
    ? run.endedAt - run.startedAt
    : null;
}
