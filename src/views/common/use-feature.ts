import { useQuery } from '@tanstack/react-query';
import type { Feature } from '../../client/index.js';
import { useClient } from './QueryProvider.js';
import { queryKeys } from './query-keys.js';

/** Whether the server can do something that MLflow's cannot; not until it has said so. */
export function useFeature(feature: Feature): boolean {
  const client = useClient();
  const { data } = useQuery({
    queryKey: queryKeys.features(),
    queryFn: () => client.features()
  });
  return data?.features.has(feature) ?? false;
}
