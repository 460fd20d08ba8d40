import { VERDICT_TAG } from '../../analysis/verdict-tag.js';
import type { Run, TrackbookClient } from '../../client/index.js';
import { CELL_TAGS } from '../../views/common/cell-reference.js';

/** More than anybody reruns cells for; of a session with more the oldest keep their verdicts. */
const MAX_RUNS = 1000;

/** The runs of a kernel's session that have ended, the newest first, in whichever experiment they are. */
export async function sessionRuns(
  client: Pick<TrackbookClient, 'runs' | 'experiments' | 'features'>,
  sessionId: string
): Promise<Run[]> {
  const { runs } = await client.runs.search({
    experimentIds: await everywhere(client),
    filter: `tags.\`trackbook.session\` = '${sessionId}' AND attributes.status != 'RUNNING'`,
    orderBy: ['attributes.start_time DESC'],
    maxResults: MAX_RUNS,
    values: {
      metrics: [],
      params: [],
      tags: [...CELL_TAGS, VERDICT_TAG]
    }
  });
  return runs;
}

/** Trackbook takes no experiment for all of them; other servers want them named. */
async function everywhere(
  client: Pick<TrackbookClient, 'experiments' | 'features'>
): Promise<string[]> {
  if ((await client.features()).features.has('runs.search')) {
    return [];
  }
  const experiments = await client.experiments.list();
  return experiments.map(({ experimentId }) => experimentId);
}
