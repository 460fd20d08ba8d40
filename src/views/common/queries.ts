import { useQuery } from '@tanstack/react-query';
import { useClient } from './QueryProvider.js';
import { queryKeys } from './query-keys.js';
import { isPublicTag } from './tags.js';

export function useExperiments() {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.experiments(),
    queryFn: ({ signal }) => client.experiments.list(signal)
  });
}

const KEYS_LIFETIME = 30_000;

export function useRunKeys(experimentIds: readonly string[]) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.keys(experimentIds),
    queryFn: ({ signal }) => client.keys.list(experimentIds, signal),
    select: keys => ({ ...keys, tags: keys.tags.filter(isPublicTag) }),
    enabled: experimentIds.length > 0,
    staleTime: KEYS_LIFETIME
  });
}

export function useRun(runId: string) {
  const client = useClient();
  return useQuery({
    queryKey: queryKeys.run(runId),
    queryFn: ({ signal }) => client.runs.get(runId, signal)
  });
}
