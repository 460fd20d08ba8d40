import { useQuery } from '@tanstack/react-query';
import type { Run } from '../../client/index.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';

const POINTS = 40;
const MAX_RUNS = 30;

/** The course of a metric in each run that has more than one point of it. */
export function useSparklines(
  runs: readonly Run[],
  metric: string | null
): ReadonlyMap<string, readonly number[]> {
  const client = useClient();
  const runIds = runs
    .filter(run => metric !== null && metric in run.metrics)
    .slice(0, MAX_RUNS)
    .map(run => run.runId);
  const { data } = useQuery({
    queryKey: queryKeys.metrics(runIds, metric === null ? [] : [metric]),
    queryFn: ({ signal }) =>
      client.metrics.sampled(
        { runIds, keys: [metric!], maxPoints: POINTS },
        signal
      ),
    enabled: runIds.length > 0,
    placeholderData: previous => previous
  });
  return new Map(
    (data ?? [])
      .filter(series => series.points.length > 1)
      .map(series => [series.runId, series.points.map(point => point.value)])
  );
}
