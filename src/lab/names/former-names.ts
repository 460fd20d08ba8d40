import type { TrackbookClient } from '../../client/index.js';
import { madeElsewhere } from '../../views/common/notebook-names.js';

/** Of the runs that tell where the cells were before, so many are read at once. */
const MAX_RUNS = 100;

/** A notebook of a course may have a copy in many folders; of these the ones used last are looked at. */
const MAX_NAMES = 20;

type Search = {
  client: Pick<TrackbookClient, 'runs' | 'features'>;
  path: string;
  cellIds: ReadonlySet<string>;
  /** The ids of the code cells of another notebook; null where there is none. */
  cellsAt: (path: string) => Promise<readonly string[] | null>;
};

/**
 * Where the cells of a notebook had runs and no notebook has them any more: these names it had before
 * it was renamed or moved. A copy that is still there keeps its runs to itself.
 */
export async function formerNames(search: Search): Promise<string[]> {
  const { client, path, cellIds, cellsAt } = search;
  const { features } = await client.features();
  if (cellIds.size === 0 || !features.has('runs.search.lists')) {
    return [];
  }
  const former: string[] = [];
  const known = new Set([path]);
  while (known.size <= MAX_NAMES) {
    const found = await namesElsewhere(client, cellIds, known);
    if (found.length === 0) {
      break;
    }
    for (const name of found) {
      known.add(name);
      const cells = (await cellsAt(name)) ?? [];
      if (!cells.some(id => cellIds.has(id))) {
        former.push(name);
      }
    }
  }
  return former;
}

async function namesElsewhere(
  client: Search['client'],
  cellIds: ReadonlySet<string>,
  known: ReadonlySet<string>
): Promise<string[]> {
  const { runs } = await client.runs.search({
    experimentIds: [],
    filter: madeElsewhere(cellIds, known),
    orderBy: ['attributes.start_time DESC'],
    maxResults: MAX_RUNS,
    values: { metrics: [], params: [], tags: ['trackbook.notebook'] }
  });
  const names = new Set(runs.map(({ tags }) => tags['trackbook.notebook']));
  return [...names].slice(0, MAX_NAMES + 1 - known.size);
}
