import { posix } from 'node:path';
import type { KeyValue } from '../../api/entities.js';
import { invalidParameter, TrackbookError } from '../../api/errors.js';
import { registeredModelTags } from '../store/queries/registered-models.js';
import type { ModelVersionRow, RegisteredModelRow } from '../store/schema.js';
import type { Tx } from '../store/tx.js';
import { requireNoForeignHost } from './artifact-location-rules.js';
import { requireKeptModel, requireLoggedModel } from './logged-models.js';
import { parseModelUri, type ModelUri } from './model-uri.js';
import {
  requireModelVersion,
  requireNewestVersion,
  requireRegisteredModel,
  requireVersionOfAlias
} from './registry-lookup.js';
import { isPrompt, toStage } from './registry-rules.js';
import { requireRun } from './runs.js';
import { isWithin, parseUri, type Uri } from '../uri.js';

/** What a client says a new model version is made of. */
interface Claim {
  source: string;
  runId?: string;
  modelId?: string;
  tags: readonly KeyValue[];
}

/** The same once checked; '' where there is none. */
interface Source {
  source: string;
  runId: string;
  modelId: string;
  /** Where the artifacts really are, if not at the source. */
  storageLocation?: string;
}

type Origin = Required<Source>;
type Owned = Omit<Source, 'storageLocation'>;

/**
 * Follows `models:/` sources to where the artifacts are. Refuses a source on this server outside
 * the run or logged model that is named with it: versions can be read by whoever reads the
 * registry, so they must not open other folders.
 */
export const resolveSource = async (tx: Tx, claim: Claim): Promise<Source> => {
  if (isPrompt(claim.tags)) {
    return placeOfPrompt(claim);
  }
  requireNoForeignHost(claim.source, 'source');
  const model = parseModelSource(claim.source);
  if (model && model.kind !== 'id') {
    return copyOfVersion(tx, claim, model);
  }
  const runId = claim.runId ?? '';
  const modelId = claim.modelId ?? '';
  if (model && model.modelId !== modelId) {
    throw foreignSource(claim.source, 'model_id');
  }
  if (!model) {
    await requireOwnSource(tx, { source: claim.source, runId, modelId });
  }
  return { source: claim.source, runId, modelId };
};

/** Completes a source with what is known of its logged model. */
export const originOf = async (tx: Tx, source: Source): Promise<Origin> => {
  const { modelId, runId } = source;
  const logged = modelId ? await requireKeptModel(tx, modelId) : undefined;
  const isModel = parseUri(source.source).scheme === 'models';
  return {
    ...source,
    runId: runId || logged?.source_run_id || '',
    storageLocation:
      source.storageLocation ??
      (isModel && logged ? logged.artifact_uri : source.source)
  };
};

/** What clients name as the source of a prompt, whose text is a tag. */
const PROMPT_SOURCES = ['dummy-source', 'prompt-template'];

const placeOfPrompt = ({ source, runId = '', modelId = '' }: Claim): Source => {
  if (!PROMPT_SOURCES.includes(source)) {
    throw invalidParameter(
      `Invalid prompt source: '${source}'. Prompt sources must use an MLflow placeholder.`
    );
  }
  return { source, runId, modelId };
};

const parseModelSource = (source: string): ModelUri | undefined => {
  const uri = parseUri(source);
  if (uri.scheme !== 'models') {
    return undefined;
  }
  if (uri.authority) {
    throw invalidParameter(
      `Invalid model version source: '${source}'. Registered model sources must use the active model registry.`
    );
  }
  const model = parseModelUri(source);
  if (!model) {
    throw foreignSource(source, 'model_id');
  }
  return model;
};

/**
 * A version made of a registered version has the run and the artifacts of that one, but no logged
 * model.
 */
const copyOfVersion = async (
  tx: Tx,
  claim: Claim,
  uri: Exclude<ModelUri, { kind: 'id' }>
): Promise<Source> => {
  const model = await requireRegisteredModel(tx, uri.name);
  if (isPrompt(await registeredModelTags(tx, [model.id]))) {
    throw invalidParameter(
      `Invalid model version source: '${claim.source}'. Prompt versions cannot be used as model version sources.`
    );
  }
  const row = await findVersion(tx, model, uri);
  if (
    (claim.runId !== undefined && claim.runId !== row.run_id) ||
    Boolean(claim.modelId)
  ) {
    throw invalidParameter(
      `Invalid model version source: '${claim.source}'. The run_id and model_id request parameters must match the referenced model version.`
    );
  }
  return {
    source: `models:/${uri.name}/${row.version}`,
    runId: row.run_id,
    modelId: '',
    storageLocation: row.storage_location
  };
};

const findVersion = async (
  tx: Tx,
  model: RegisteredModelRow,
  uri: Exclude<ModelUri, { kind: 'id' }>
): Promise<ModelVersionRow> => {
  switch (uri.kind) {
    case 'version':
      return (await requireModelVersion(tx, uri)).row;
    case 'alias':
      return requireVersionOfAlias(tx, model, uri.alias);
    case 'stage':
      return requireNewestVersion(tx, model, toStage(uri.stage));
    case 'latest':
      return requireNewestVersion(tx, model);
  }
};

const requireOwnSource = async (tx: Tx, claim: Owned) => {
  const { source, runId, modelId } = claim;
  const owner = modelId ? 'model_id' : 'run_id';
  const uri = parseUri(source);
  if (isLocal(uri)) {
    const root = await ownerRoot(tx, claim);
    if (!root || !isLocal(parseUri(root)) || !isWithin(source, root)) {
      throw invalidParameter(
        `Invalid model version source: '${source}'. To use a local path as a model version source, the ${owner} request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the ${owner}.`
      );
    }
    return;
  }
  requireAbsolute(source, uri);
  if (uri.scheme === 'runs') {
    const [named] = uri.path.split('/').filter(Boolean);
    if (modelId || uri.authority || !runId || named !== runId) {
      throw foreignSource(source, owner);
    }
  } else if (isProxied(uri)) {
    const root = await ownerRoot(tx, claim);
    if (!root || !isWithin(source, root)) {
      throw foreignSource(source, owner);
    }
  }
};

/** The artifact folder of the named model or run; none if there is no such thing. */
const ownerRoot = async (
  tx: Tx,
  { runId, modelId }: Owned
): Promise<string | undefined> => {
  try {
    if (modelId) {
      return (await requireLoggedModel(tx, modelId)).artifact_uri;
    }
    return runId ? (await requireRun(tx, runId)).artifact_uri : undefined;
  } catch (error) {
    if (
      error instanceof TrackbookError &&
      error.code === 'RESOURCE_DOES_NOT_EXIST'
    ) {
      return undefined;
    }
    throw error;
  }
};

const isLocal = ({ scheme, authority }: Uri) =>
  scheme === 'file'
    ? ['', 'localhost', '127.0.0.1'].includes(authority)
    : scheme === '';

/** Whether the artifacts go through a tracking server's own artifact API. */
const isProxied = ({ scheme, path }: Uri) =>
  scheme === 'mlflow-artifacts' ||
  (/^https?$/.test(scheme) &&
    `${path}/`.includes('/api/2.0/mlflow-artifacts/artifacts/'));

const requireAbsolute = (source: string, { path }: Uri) => {
  const folded = path.replace(/\/+/g, '/').replace(/\/$/, '');
  if (/\0/.test(folded) || posix.resolve('/', folded) !== (folded || '/')) {
    throw invalidParameter(
      `Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`
    );
  }
};

const foreignSource = (source: string, owner: 'run_id' | 'model_id') =>
  invalidParameter(
    `Invalid model version source: '${source}'. The ${owner} request parameter must identify the resource that contains the source.`
  );
