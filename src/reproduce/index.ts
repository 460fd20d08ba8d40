export { BY_HAND_TAG, withByHand } from './by-hand.js';
export type { DataDifference } from './data-differences.js';
export {
  differenceJson,
  parseDifference,
  REPRODUCTION_FILE
} from './difference-json.js';
export { notebookFileName } from './file-name.js';
export {
  DEFAULT_TOLERANCE,
  type MetricDifference
} from './metric-differences.js';
export type { Notebook } from './notebook.js';
export { differenceOf, type RunDifference } from './run-difference.js';
export { readRunRecord, type RunRecord } from './run-record.js';
export { NoSlice } from './run-slice.js';
export { sliceNotebook } from './slice-notebook.js';
export type { ValueDifference } from './value-differences.js';
