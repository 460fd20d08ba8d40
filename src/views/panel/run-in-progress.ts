import type { Run } from '../../client/index.js';
import type { NotebookCapture } from './panel-props.js';

/** What the server knows of the run of a kernel that is too busy to say it itself. */
export function runInProgress(
  runs: readonly Run[],
  capture: NotebookCapture | null
): Run | null {
  if (!capture?.isBusy) {
    return null;
  }
  const { notebook } = capture;
  return (
    runs.find(
      ({ status, tags }) =>
        status === 'RUNNING' && tags['trackbook.notebook'] === notebook
    ) ?? null
  );
}
