import { TrackbookError } from '../../api/errors.js';
import type { ArtifactLocation } from '../artifacts/artifact-locations.js';
import type { Context } from '../context.js';
import { placeOf } from './artifact-trees.js';

/**
 * Takes a run that has just ended away for good, with its models and all their artifacts. Where
 * this server does not reach the artifacts, the run stays.
 */
export const discardRun = async (
  { executor, artifacts }: Pick<Context, 'executor' | 'artifacts'>,
  runId: string
): Promise<void> => {
  for (const owner of await executor.read('ownersOfDiscard', { runId })) {
    await placeOf(owner, artifacts);
  }
  // Records first: whoever stores a file afterwards finds that its run is gone.
  const owners = await executor.write('discardRun', { runId });
  for (const owner of owners) {
    await removeFiles(await placeOf(owner, artifacts));
  }
};

const removeFiles = async ({ store, path }: ArtifactLocation) => {
  try {
    await store.delete(path);
  } catch (error) {
    if (error instanceof TrackbookError) {
      throw new TrackbookError(
        error.code,
        `The run is discarded, but some of its artifacts are left, which 'trackbook gc' takes away: ${error.message}`,
        { cause: error }
      );
    }
    throw error;
  }
};
