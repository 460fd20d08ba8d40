import { useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { useAttempt } from '../common/Toasts.js';

/** Set and take away the tags of a run. */
export function useRunTags(runId: string) {
  const client = useClient();
  const queryClient = useQueryClient();
  const attempt = useAttempt();
  const change = (action: () => Promise<void>) =>
    attempt(async () => {
      await action();
      await queryClient.invalidateQueries({ queryKey: queryKeys.run(runId) });
    });
  return {
    setTag: (key: string, value: string) =>
      change(() => client.runs.setTag(runId, key, value)),
    deleteTag: (key: string) => change(() => client.runs.deleteTag(runId, key))
  };
}
