import * as maintenance from './maintenance.js';
import * as read from './read-records.js';
import * as store from './store-records.js';

/** What is asked of a store that is checked, or that records are moved out of, by name. */
export const movingReads = {
  findInconsistencies: maintenance.findInconsistencies,
  findGarbage: maintenance.findGarbage,
  countRecords: read.countRecords,
  readExperiments: read.readExperiments,
  readRunPage: read.readRunPage,
  readRuns: read.readRuns,
  readPoints: read.readPoints,
  digestPoints: read.digestPoints,
  readLoggedModelPage: read.readLoggedModelPage,
  readLoggedModels: read.readLoggedModels,
  readRegisteredModels: read.readRegisteredModels
};

/** What is asked of a store that is tidied up, or that records are moved into, by name. */
export const movingWrites = {
  removeGarbage: maintenance.removeGarbage,
  placeExperiment: store.placeExperiment,
  storeRuns: store.storeRuns,
  storeLoggedModels: store.storeLoggedModels,
  storeRegisteredModels: store.storeRegisteredModels
};
