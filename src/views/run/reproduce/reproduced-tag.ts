import type { Run } from '../../../client/index.js';

/** What `trackbook reproduce` keeps on a run: how it went, and the run that repeats it. */
const OUTCOME_TAG = 'trackbook.reproduced';
const RUN_TAG = 'trackbook.reproduced_by';
/** And on the run that repeats it. */
const ORIGINAL_TAG = 'trackbook.reproduces';

export type Reproduced = { holds: boolean; runId: string };

/** How the last reproduction of a run went; null if there was none that came to its end. */
export function reproducedOf({ tags }: Run): Reproduced | null {
  const runId = tags[RUN_TAG];
  return runId ? { holds: tags[OUTCOME_TAG] === 'reproduced', runId } : null;
}

/** The id of the run that this one repeats. */
export function originalOf({ tags }: Run): string | null {
  return tags[ORIGINAL_TAG] ?? null;
}
