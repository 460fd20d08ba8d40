export {
  analyzeCell,
  rememberCells,
  type AnalyzeCell
} from './analyze-cell.js';
export {
  analyzeNotebook,
  explainSlice,
  NotANotebook,
  type NotebookCell,
  type SliceReason
} from './analyze-notebook.js';
export type { CellAnalysis, CellNames } from './cell-names.js';
export type { Finding, Verdict } from './findings.js';
export type { CurrentCell } from './notebook-places.js';
export type { AnalyzedExecution } from './session.js';
export { causeInWords, sliceOf, type Cause, type SliceEntry } from './slice.js';
export {
  verdictOf,
  type RecordedExecution,
  type RunVerdict
} from './verdict.js';
