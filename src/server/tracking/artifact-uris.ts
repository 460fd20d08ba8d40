import type { Tx } from '../store/tx.js';
import { getLoggedModel } from './logged-models.js';
import { requireRun } from './runs.js';

export const runArtifactUri = async (
  tx: Tx,
  input: { runId: string }
): Promise<string> => (await requireRun(tx, input.runId)).artifact_uri;

export const loggedModelArtifactUri = async (
  tx: Tx,
  input: { modelId: string }
): Promise<string> => {
  const { row } = await getLoggedModel(tx, { ...input, allowDeleted: false });
  return row.artifact_uri;
};
