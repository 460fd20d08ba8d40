import type { TrackbookClient } from '../../client/index.js';
import {
  madeBy,
  type NotebookNames
} from '../../views/common/notebook-names.js';

export type TargetRun = { runId: string; name: string };

type Candidates = {
  /** The run that the kernel would log to. */
  runId: string | null;
  names: NotebookNames;
  experimentId: string | undefined;
};

/** The run that the kernel names, else the last run of the notebook; null if it has none. */
export async function targetRun(
  client: TrackbookClient,
  { runId, names, experimentId }: Candidates
): Promise<TargetRun | null> {
  if (runId !== null) {
    const { name } = await client.runs.get(runId);
    return { runId, name };
  }
  if (experimentId === undefined) {
    return null;
  }
  const { runs } = await client.runs.search({
    experimentIds: [experimentId],
    filter: madeBy(names),
    orderBy: ['attributes.start_time DESC'],
    maxResults: 1,
    values: { metrics: [], params: [], tags: [] }
  });
  return runs[0] ?? null;
}
