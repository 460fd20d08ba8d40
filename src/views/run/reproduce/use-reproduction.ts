import { useQuery, useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../../common/query-keys.js';
import type { Reproducer, Reproduction } from '../../common/reproducer.js';

const INTERVAL = 700;

/** How the last reproduction of a run stands, followed while it runs. */
export function useReproduction(reproducer: Reproducer, runId: string) {
  const queryClient = useQueryClient();
  const queryKey = queryKeys.reproduction(runId);
  const { data } = useQuery({
    queryKey,
    queryFn: () => reproducer.find(runId),
    refetchInterval: ({ state }) =>
      state.data?.state === 'running' ? INTERVAL : false
  });
  return {
    reproduction: data ?? null,
    start: async () => {
      const started = await reproducer.start(runId);
      queryClient.setQueryData<Reproduction | null>(queryKey, started);
    },
    cancel: async () => {
      await reproducer.cancel(runId);
      await queryClient.invalidateQueries({ queryKey });
    },
    /** Show it no longer. */
    dismiss: () => queryClient.setQueryData<Reproduction | null>(queryKey, null)
  };
}
