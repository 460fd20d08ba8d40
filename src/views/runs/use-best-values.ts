import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunSearch } from '../../client/index.js';
import { isLowerBetter } from '../common/metric-direction.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';
import { keyText } from './filter/filter-keys.js';

const MAX_METRICS = 6;

/** The best value of each metric among all runs of a search, not only those read. */
export function useBestValues(
  { experimentIds, filter, viewType }: RunSearch,
  metrics: readonly string[],
  isEnabled: boolean
): ReadonlyMap<string, number> {
  const client = useClient();
  const asked = metrics.slice(0, MAX_METRICS);
  const results = useQueries({
    queries: asked.map(key => {
      const order = isLowerBetter(key) ? 'ASC' : 'DESC';
      const search: RunSearch = {
        experimentIds,
        filter,
        viewType,
        orderBy: [`${keyText('metrics', key)} ${order}`],
        maxResults: 1,
        values: { metrics: [key], params: [], tags: [] }
      };
      return {
        queryKey: queryKeys.runs('best', search),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          client.runs.search(search, signal),
        enabled: isEnabled
      };
    })
  });
  const best = asked.flatMap((key, index) => {
    const page = results[index].data;
    const value = page?.runs[0]?.metrics[key];
    return value === undefined || Number.isNaN(value) || page!.totalCount < 2
      ? []
      : [[key, value] as const];
  });
  // The map keeps its identity while the values stay, and so do the rows.
  const content = JSON.stringify(best);
  return useMemo(() => new Map(JSON.parse(content)), [content]);
}
