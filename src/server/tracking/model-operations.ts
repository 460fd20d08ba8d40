import * as artifactUris from './artifact-uris.js';
import * as loggedModels from './logged-models.js';
import { logModel } from './log-model.js';
import * as modelVersions from './model-versions.js';
import * as registeredModels from './registered-models.js';
import { searchLoggedModels } from './search-logged-models.js';
import {
  searchModelVersions,
  searchRegisteredModels
} from './search-registry.js';

/** What reader threads can be asked about models, by name. */
export const modelReads = {
  runArtifactUri: artifactUris.runArtifactUri,
  loggedModelArtifactUri: artifactUris.loggedModelArtifactUri,
  getLoggedModel: loggedModels.getLoggedModel,
  getRegisteredModel: registeredModels.getRegisteredModel,
  getLatestVersions: registeredModels.getLatestVersions,
  getModelVersion: modelVersions.getModelVersion,
  getModelVersionByAlias: modelVersions.getModelVersionByAlias,
  getModelVersionDownloadUri: modelVersions.getModelVersionDownloadUri,
  searchLoggedModels,
  searchModelVersions,
  searchRegisteredModels
};

/** What the writer thread can be asked to do with models, by name. */
export const modelWrites = {
  createLoggedModel: loggedModels.createLoggedModel,
  finalizeLoggedModel: loggedModels.finalizeLoggedModel,
  deleteLoggedModel: loggedModels.deleteLoggedModel,
  setLoggedModelTags: loggedModels.setLoggedModelTags,
  deleteLoggedModelTag: loggedModels.deleteLoggedModelTag,
  logLoggedModelParams: loggedModels.logLoggedModelParams,
  logModel,
  createRegisteredModel: registeredModels.createRegisteredModel,
  updateRegisteredModel: registeredModels.updateRegisteredModel,
  renameRegisteredModel: registeredModels.renameRegisteredModel,
  deleteRegisteredModel: registeredModels.deleteRegisteredModel,
  setRegisteredModelTag: registeredModels.setRegisteredModelTag,
  deleteRegisteredModelTag: registeredModels.deleteRegisteredModelTag,
  setRegisteredModelAlias: registeredModels.setRegisteredModelAlias,
  deleteRegisteredModelAlias: registeredModels.deleteRegisteredModelAlias,
  createModelVersion: modelVersions.createModelVersion,
  updateModelVersion: modelVersions.updateModelVersion,
  transitionModelVersionStage: modelVersions.transitionModelVersionStage,
  deleteModelVersion: modelVersions.deleteModelVersion,
  setModelVersionTag: modelVersions.setModelVersionTag,
  deleteModelVersionTag: modelVersions.deleteModelVersionTag
};
