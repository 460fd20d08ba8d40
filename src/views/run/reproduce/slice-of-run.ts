import type { TrackbookClient } from '../../../client/index.js';
import type { Notebook } from '../../../reproduce/index.js';

/** The cells that a run depends on as a notebook. The parser of Python is fetched when first needed. */
export async function sliceOfRun(
  client: TrackbookClient,
  runId: string
): Promise<Notebook> {
  const { readRunRecord, sliceNotebook } =
    await import('../../../reproduce/index.js');
  return sliceNotebook(await readRunRecord(client, runId));
}
