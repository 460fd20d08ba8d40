import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { RunPage, TrackbookClient } from '../../client/index.js';
import { CELL_TAGS, madeBy } from '../common/cell-reference.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';

const MAX_RUNS = 500;

/** Which cell made a run, and whether others of its session did, too. */
const TAGS = [...CELL_TAGS, 'trackbook.kind', 'trackbook.session'];

/** The newest runs of a notebook's cells, of whatever experiment. */
export function useCellRuns(notebook: string): RunPage | undefined {
  const client = useClient();
  const { data } = useQuery({
    queryKey: queryKeys.cellRuns(notebook),
    queryFn: ({ signal }) => searchCellRuns(client, notebook, signal),
    placeholderData: keepPreviousData
  });
  return data;
}

async function searchCellRuns(
  client: TrackbookClient,
  notebook: string,
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
      filter: madeBy(notebook),
      orderBy: ['attributes.start_time DESC'],
      maxResults: MAX_RUNS,
      // The rest is read of a run that is asked about.
      values: { metrics: [], params: [], tags: TAGS }
    },
    signal
  );
}
