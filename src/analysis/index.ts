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
export type { Finding, Verdict } from './findings.js';
export type { CurrentCell } from './notebook-places.js';
export type { AnalyzedExecution } from './session.js';
export {
  causeInWords,
  listed,
  sliceOf,
  type Cause,
  type SliceEntry
} from './slice.js';
export {
  verdictOf,
  type RecordedExecution,
  type RunVerdict
} from './verdict.js';
