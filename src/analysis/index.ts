export {
  analyzeCell,
  rememberCells,
  type AnalyzeCell
} from './analyze-cell.js';
export {
  analyzeNotebook,
  NotANotebook,
  studyNotebook,
  type NotebookCell,
  type StudiedCell
} from './analyze-notebook.js';
export type { CellAnalysis, CellNames } from './cell-names.js';
export type { Finding } from './findings.js';
export type { CurrentCell } from './notebook-places.js';
export type { AnalyzedExecution } from './session.js';
export {
  formatRecord,
  isPython,
  labelOf,
  parseRecord,
  RECORD_FILE,
  type RecordedExecution,
  type SessionRecord
} from './session-record.js';
export { sliceOf, type Cause, type SliceEntry } from './slice.js';
export { StudiedSession } from './studied-session.js';
export { unhurried } from './unhurried.js';
export type { RunVerdict } from './verdict.js';
export {
  formatVerdict,
  parseVerdict,
  VERDICT_TAG,
  type Verdict
} from './verdict-tag.js';
export { causeInWords, listed } from './words.js';
