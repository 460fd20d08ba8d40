import type { Run } from '../../client/index.js';

export const NOTE_TAG = 'mlflow.note.content';

export function commitOf(run: Run): { id: string; isDirty: boolean } | null {
  const id = run.tags['mlflow.source.git.commit'];
  return id
    ? { id, isDirty: run.tags['trackbook.git.dirty'] === 'true' }
    : null;
}

export function sourceOf(run: Run): string | null {
  const name = run.tags['mlflow.source.name'];
  return name && name !== run.tags['trackbook.notebook'] ? name : null;
}

/** Where models were logged before they had ids of their own. */
export function legacyModelPaths(run: Run): string[] {
  const history = run.tags['mlflow.log-model.history'];
  if (!history) {
    return [];
  }
  const entries = JSON.parse(history) as { artifact_path?: string }[];
  return [...new Set(entries.flatMap(entry => entry.artifact_path ?? []))];
}
