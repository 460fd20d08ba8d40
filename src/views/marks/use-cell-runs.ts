import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunPage, TrackbookClient } from '../../client/index.js';
import { CELL_TAGS } from '../common/cell-reference.js';
import { madeBy, type NotebookNames } from '../common/notebook-names.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';

const MAX_RUNS = 500;

/** Which cell made a run, and whether others of its session did, too. */
const TAGS = [...CELL_TAGS, 'trackbook.kind', 'trackbook.session'];

/** The newest runs of a notebook's cells, of whatever experiment. */
export function useCellRuns(names: NotebookNames): RunPage | undefined {
  const client = useClient();
  const filter = useMemo(() => madeBy(names), [names]);
  const { data } = useQuery({
    queryKey: queryKeys.cellRuns(filter),
    queryFn: ({ signal }) => searchCellRuns(client, filter, signal),
    placeholderData: keepPreviousData
  });
  return data;
}

async function searchCellRuns(
  client: TrackbookClient,
  filter: string,
  signal: AbortSignal
): Promise<RunPage> {
  const { features } = await client.features();
  const experiments = features.has('runs.search')
    ? // None stands for all.
      []
    : await client.experiments.list(signal);
  return client.runs.search(
    {
      experimentIds: experiments.map(({ experimentId }) => experimentId),
      filter,
      orderBy: ['attributes.start_time DESC'],
      maxResults: MAX_RUNS,
      // The rest is read of a run that is asked about.
      values: { metrics: [], params: [], tags: TAGS }
    },
    signal
  );
}
