import type { Run } from '../../client/index.js';
import { isMadeBy } from '../common/notebook-names.js';
import { placeOf } from '../common/cell-reference.js';
import type { NotebookCapture } from './panel-props.js';

/** What the server knows of the run of a kernel that is too busy to say it itself. */
export function runInProgress(
  runs: readonly Run[],
  capture: NotebookCapture | null
): Run | null {
  if (!capture?.isBusy) {
    return null;
  }
  const { names } = capture;
  return (
    runs.find(
      run => run.status === 'RUNNING' && isMadeBy(names, placeOf(run))
    ) ?? null
  );
}
