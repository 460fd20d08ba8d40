import { useQueryClient } from '@tanstack/react-query';
import { useClient } from './QueryProvider.js';
import { useAttempt, useToast } from './Toasts.js';
import { useTranslation } from './translation.js';

type RunLifecycle = {
  deleteRuns(runIds: readonly string[]): Promise<boolean>;
  restoreRuns(runIds: readonly string[]): Promise<boolean>;
};

/** Delete runs with a way back, and restore them. */
export function useRunLifecycle(): RunLifecycle {
  const client = useClient();
  const queryClient = useQueryClient();
  const attempt = useAttempt();
  const show = useToast();
  const trans = useTranslation();

  const refresh = () =>
    queryClient.invalidateQueries({
      predicate: ({ queryKey }) =>
        queryKey[0] === 'runs' || queryKey[0] === 'run'
    });
  const restoreRuns = (runIds: readonly string[]) =>
    attempt(async () => {
      await client.runs.restore(runIds);
      await refresh();
    });
  const deleteRuns = (runIds: readonly string[]) =>
    attempt(async () => {
      await client.runs.delete(runIds);
      show({
        kind: 'info',
        message: trans._n('%1 run deleted', '%1 runs deleted', runIds.length),
        undo: () => void restoreRuns(runIds)
      });
      await refresh();
    });
  return { deleteRuns, restoreRuns };
}
