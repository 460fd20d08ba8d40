import { useQuery } from '@tanstack/react-query';
import type {
  Run,
  RunSearch,
  TrackbookClient,
  WantedValues
} from '../../../client/index.js';
import { useClient } from '../../common/QueryProvider.js';
import { queryKeys } from '../../common/query-keys.js';
import { parseKey, type FilterKey } from './filter-keys.js';

const MAX_RUNS = 100;
const NO_VALUES: readonly string[] = [];

/** What the newest runs of some experiments have for a key, as a filter spells it. */
export function useValuesOf(
  keyText: string | null,
  { experimentIds, viewType }: RunSearch
): readonly string[] {
  const client = useClient();
  const key = keyText === null ? null : parseKey(keyText);
  const { data } = useQuery({
    queryKey: queryKeys.runs('values', experimentIds, viewType, key),
    queryFn: ({ signal }) =>
      findValues(client, key!, { experimentIds, viewType }, signal),
    enabled: key !== null && isText(key)
  });
  return data ?? NO_VALUES;
}

async function findValues(
  client: TrackbookClient,
  key: FilterKey,
  search: RunSearch,
  signal: AbortSignal
): Promise<readonly string[]> {
  const page = await client.runs.search(
    {
      ...search,
      orderBy: ['attributes.start_time DESC'],
      maxResults: MAX_RUNS,
      values: { ...NOTHING, [key.kind]: [key.key] }
    },
    signal
  );
  const values = page.runs.flatMap(run => valueOf(run, key) ?? []);
  return [...new Set(values)].filter(value => !value.includes("'"));
}

const NOTHING: WantedValues = { metrics: [], params: [], tags: [] };

const isText = ({ kind, key }: FilterKey): boolean =>
  kind === 'params' || kind === 'tags' || isName(kind, key);

const isName = (kind: string, key: string): boolean =>
  kind === 'attributes' && key === 'run_name';

function valueOf(run: Run, { kind, key }: FilterKey): string | undefined {
  return kind === 'params' || kind === 'tags' ? run[kind][key] : run.name;
}
