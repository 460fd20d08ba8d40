import type { TrackbookClient } from '../../client/index.js';
import {
  madeBy,
  type NotebookNames
} from '../../views/common/notebook-names.js';
import { type ExperimentChoice } from '../../views/panel/panel-props.js';

/** Where the newest run of a notebook went that had another name before; null where it had none. */
export async function formerExperiment(
  client: Pick<TrackbookClient, 'runs' | 'experiments'>,
  names: NotebookNames
): Promise<ExperimentChoice | null> {
  if (names.former.length === 0) {
    return null;
  }
  const { runs } = await client.runs.search({
    experimentIds: [],
    filter: madeBy(names),
    orderBy: ['attributes.start_time DESC'],
    maxResults: 1,
    values: { metrics: [], params: [], tags: [] }
  });
  if (runs.length === 0) {
    return null;
  }
  const id = runs[0].experimentId;
  const { name } = await client.experiments.get(id);
  return { id, name };
}
