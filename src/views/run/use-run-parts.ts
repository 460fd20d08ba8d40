import { useQuery } from '@tanstack/react-query';
import type { ChosenValues, Run } from '../../client/index.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';
import { differingParams, mostUsedMetrics } from '../runs/columns.js';

const MAX_CHILDREN = 200;

export function useArtifactList(runId: string, folder = '') {
  const client = useClient();
  const owner = { kind: 'run', runId } as const;
  return useQuery({
    queryKey: queryKeys.artifacts(owner, folder),
    queryFn: ({ signal }) => client.artifacts.list(owner, folder, signal)
  });
}

export function useChildRuns(run: Run | undefined): Run[] {
  const client = useClient();
  const children = useQuery({
    queryKey: queryKeys.runs('children', run?.runId),
    queryFn: ({ signal }) =>
      client.runs.search(
        {
          experimentIds: [run!.experimentId],
          filter: `tags.\`mlflow.parentRunId\` = '${run!.runId}'`,
          orderBy: ['attributes.start_time ASC'],
          maxResults: MAX_CHILDREN,
          values: TELLING_VALUES
        },
        signal
      ),
    enabled: run !== undefined
  });
  return children.data?.runs ?? [];
}

/** What tells runs of one parent apart. */
const TELLING_VALUES: ChosenValues = {
  tags: [],
  choose: (_runs, uses) => ({
    metrics: mostUsedMetrics(uses),
    params: differingParams(uses),
    tags: []
  })
};

/** The run that this one is an attempt after: the last before it. */
export function usePreviousRun(run: Run): Run | null {
  const client = useClient();
  const found = useQuery({
    queryKey: queryKeys.runs('previous', run.runId),
    queryFn: ({ signal }) =>
      client.runs.search(
        {
          experimentIds: [run.experimentId],
          filter: `attributes.start_time < ${run.startedAt}`,
          orderBy: ['attributes.start_time DESC'],
          maxResults: 1
        },
        signal
      ),
    enabled: run.startedAt !== null
  });
  return found.data?.runs[0] ?? null;
}
