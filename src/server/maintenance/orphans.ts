import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { Executor } from '../executor/executor.js';
import { TrackbookSource } from '../moving/trackbook/source.js';
import { ownerFolders } from './artifact-trees.js';

/**
 * Folders of artifacts of runs and models that the store does not know. The folders are listed
 * first: what begins to be written meanwhile is then known already.
 */
export const findOrphans = async (
  executor: Executor,
  artifacts: ArtifactStore
): Promise<string[]> => {
  const folders = await ownerFolders(artifacts);
  const known = await knownIds(executor);
  return folders.filter(({ id }) => !known.has(id)).map(({ path }) => path);
};

/** No upload waits so long between two of its bytes. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** What is left of uploads whose server was killed. */
export const findUnfinishedUploads = async (
  artifacts: ArtifactStore
): Promise<{ path: string; size: number }[]> =>
  (await artifacts.unfinished?.(new Date(Date.now() - ABANDONED_MS))) ?? [];

const knownIds = async (executor: Executor): Promise<ReadonlySet<string>> => {
  const source = new TrackbookSource(executor);
  const ids = new Set<string>();
  for await (const runs of source.runs()) {
    runs.forEach(({ runId }) => ids.add(runId));
  }
  for await (const models of source.loggedModels()) {
    models.forEach(({ modelId }) => ids.add(modelId));
  }
  return ids;
};
