import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunSearch, TrackbookClient } from '../../client/index.js';
import { isLowerBetter } from '../common/metric-direction.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';
import { keyText } from './filter/filter-keys.js';

const MAX_METRICS = 6;

/** The best value of each metric among all runs of a search, not only those read, where values differ. */
export function useBestValues(
  { experimentIds, filter, viewType }: RunSearch,
  metrics: readonly string[],
  isEnabled: boolean
): ReadonlyMap<string, number> {
  const client = useClient();
  const asked = metrics.slice(0, MAX_METRICS);
  const results = useQueries({
    queries: asked.map(key => {
      const search = { experimentIds, filter, viewType };
      return {
        queryKey: queryKeys.runs('best', key, search),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          findBest(client, search, key, signal),
        enabled: isEnabled
      };
    })
  });
  const best = asked.flatMap((key, index) => {
    const value = results[index].data ?? null;
    return value === null ? [] : [[key, value] as const];
  });
  // The map keeps its identity while the values stay, and so do the rows.
  const content = JSON.stringify(best);
  return useMemo(() => new Map(JSON.parse(content)), [content]);
}

/** Null where no two runs have different values. */
async function findBest(
  client: TrackbookClient,
  search: RunSearch,
  key: string,
  signal: AbortSignal
): Promise<number | null> {
  const firstBy = async (order: string, maxResults: number) => {
    const { runs } = await client.runs.search(
      {
        ...search,
        orderBy: [`${keyText('metrics', key)} ${order}`],
        maxResults,
        values: { metrics: [key], params: [], tags: [] }
      },
      signal
    );
    // NaN, and runs without a value, come last either way.
    return runs.map(({ metrics }) => metrics[key] ?? NaN);
  };
  const [toBest, toWorst] = isLowerBetter(key)
    ? ['ASC', 'DESC']
    : ['DESC', 'ASC'];
  const [best = NaN, second = NaN] = await firstBy(toBest, 2);
  const [other] = best === second ? await firstBy(toWorst, 1) : [second];
  return Number.isNaN(best) || Number.isNaN(other) || other === best
    ? null
    : best;
}
