import { compareRuns } from './compare-runs.js';
import * as discard from './discard-run.js';
import * as experiments from './experiments.js';
import * as inputs from './inputs.js';
import * as json from './json-operations.js';
import { listKeys } from './keys.js';
import * as logging from './logging.js';
import * as curves from './metric-curves.js';
import * as runs from './runs.js';
import { searchExperiments } from './search-experiments.js';
import { modelReads, modelWrites } from './model-operations.js';
import { movingReads, movingWrites } from './moving-operations.js';

/** What reader threads can be asked for, by name. */
export const reads = {
  ...modelReads,
  ...movingReads,
  getExperiment: experiments.getExperiment,
  getExperimentByName: experiments.getExperimentByName,
  getRun: runs.getRun,
  ownersOfDiscard: discard.ownersOfDiscard,
  metricHistoryJson: json.metricHistoryJson,
  searchDatasets: inputs.searchDatasets,
  searchExperiments,
  searchRunsJson: json.searchRunsJson,
  searchRunsPageJson: json.searchRunsPageJson,
  listKeys,
  compareRuns,
  sampleMetrics: curves.sampleMetrics,
  getMetricInterval: curves.getMetricInterval
};

/** What the writer thread can be asked to do, by name. */
export const writes = {
  ...modelWrites,
  ...movingWrites,
  createDefaultExperiment: experiments.createDefaultExperiment,
  createExperiment: experiments.createExperiment,
  renameExperiment: experiments.renameExperiment,
  deleteExperiment: experiments.deleteExperiment,
  restoreExperiment: experiments.restoreExperiment,
  setExperimentTag: experiments.setExperimentTag,
  deleteExperimentTag: experiments.deleteExperimentTag,
  createRun: runs.createRun,
  updateRun: runs.updateRun,
  deleteRun: runs.deleteRun,
  restoreRun: runs.restoreRun,
  changeRuns: runs.changeRuns,
  discardRun: discard.discardRun,
  logMetric: logging.logMetric,
  logParam: logging.logParam,
  setTag: logging.setTag,
  deleteTag: logging.deleteTag,
  logBatch: logging.logBatch,
  logInputs: inputs.logInputs,
  logOutputs: inputs.logOutputs
};
