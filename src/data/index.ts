export { compareData, type DataDifference } from './compare-data.js';
export {
  compareEnvironments,
  comparePackages,
  environmentFacts,
  type EnvironmentDifference
} from './compare-environments.js';
export { compareFiles, type FileDifference } from './compare-files.js';
export {
  compareFrames,
  type ColumnDifference,
  type FrameDifference
} from './compare-frames.js';
export {
  DATA_FILE,
  lastFrames,
  ofExecutions,
  restOf,
  parseDataRecord,
  UnreadableDataRecord,
  type ColumnRecord,
  type DataRecord,
  type FileRecord,
  type FrameRecord
} from './data-record.js';
export { driftOf, type Drift } from './drift.js';
export {
  DIFF_FILE,
  ENVIRONMENT_FILE,
  parseEnvironment,
  parseRequirements,
  REQUIREMENTS_FILE,
  UnreadableEnvironment,
  type EnvironmentRecord
} from './environment-record.js';
export {
  columnInWords,
  fileInWords,
  frameInWords,
  namesOf,
  shapeText,
  type RunNames
} from './in-words.js';
