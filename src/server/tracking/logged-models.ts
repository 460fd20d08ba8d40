import { randomUUID } from 'node:crypto';
import type { KeyValue } from '../../api/entities.js';
import { invalidParameter, notFound } from '../../api/errors.js';
import type { LoggedModelStatus } from '../../api/logged-models.js';
import { groupBy } from '../group-by.js';
import { toPythonJson } from '../python-json.js';
import * as store from '../store/queries/logged-models.js';
import type { LoggedModelRow } from '../store/schema.js';
import type { Tx } from '../store/tx.js';
import { requireActiveExperiment, requireExperiment } from './experiments.js';
import { randomRunName } from './run-name.js';
import { requireNoRepeats } from './run-values.js';

/** A tag by which MLflow's page finds the registered versions of a logged model. */
const MODEL_VERSIONS_TAG = 'mlflow.modelVersions';

const FORBIDDEN_IN_NAMES = ['/', ':', '.', '%', '"', "'"];

export interface DescribedLoggedModel {
  row: LoggedModelRow;
  params: KeyValue[];
  tags: KeyValue[];
  metrics: Awaited<ReturnType<typeof store.loggedModelMetrics>>;
}

export const createLoggedModel = async (
  tx: Tx,
  input: {
    experimentId: string;
    name: string;
    modelType: string;
    sourceRunId: string;
    params: KeyValue[];
    tags: KeyValue[];
  }
): Promise<DescribedLoggedModel> => {
  requireLoggedModelName(input.name);
  const experiment = await requireExperiment(tx, input.experimentId);
  requireActiveExperiment(experiment);
  const modelId = `m-${randomUUID().replaceAll('-', '')}`;
  const time = Date.now();
  const row = await store.insertLoggedModel(tx, {
    model_id: modelId,
    experiment: experiment.id,
    name: input.name || randomRunName(),
    artifact_uri: `${experiment.artifact_location}/models/${modelId}/artifacts`,
    creation_time: time,
    last_update_time: time,
    status: 'LOGGED_MODEL_PENDING',
    model_type: input.modelType,
    source_run_id: input.sourceRunId
  });
  await addParams(tx, row, input.params);
  requireNoRepeats(input.tags);
  await store.setLoggedModelTags(tx, ownedBy(row, input.tags));
  loggedModelChanged(tx, row, 'created');
  return describeLoggedModel(tx, row);
};

export const getLoggedModel = async (
  tx: Tx,
  input: { modelId: string; allowDeleted: boolean }
): Promise<DescribedLoggedModel> => {
  const require = input.allowDeleted ? requireLoggedModel : requireKeptModel;
  return describeLoggedModel(tx, await require(tx, input.modelId));
};

export const finalizeLoggedModel = async (
  tx: Tx,
  input: { modelId: string; status: LoggedModelStatus }
): Promise<DescribedLoggedModel> => {
  const { id } = await requireLoggedModel(tx, input.modelId);
  const row = await store.updateLoggedModel(tx, id, {
    status: input.status,
    last_update_time: Date.now()
  });
  loggedModelChanged(tx, row, 'updated');
  return describeLoggedModel(tx, row);
};

export const deleteLoggedModel = async (
  tx: Tx,
  input: { modelId: string }
): Promise<void> => {
  const row = await requireLoggedModel(tx, input.modelId);
  await store.updateLoggedModel(tx, row.id, {
    lifecycle_stage: 'deleted',
    last_update_time: Date.now()
  });
  loggedModelChanged(tx, row, 'deleted');
};

export const setLoggedModelTags = async (
  tx: Tx,
  input: { modelId: string; tags: KeyValue[] }
): Promise<void> => {
  const row = await requireLoggedModel(tx, input.modelId);
  await store.setLoggedModelTags(tx, ownedBy(row, input.tags));
  loggedModelChanged(tx, row, 'updated');
};

export const deleteLoggedModelTag = async (
  tx: Tx,
  input: { modelId: string; key: string }
): Promise<void> => {
  const row = await requireLoggedModel(tx, input.modelId);
  const deleted = await store.deleteLoggedModelTag(tx, row.id, input.key);
  if (deleted === 0) {
    throw notFound(
      `No tag with key '${input.key}' found for model with ID '${input.modelId}'.`
    );
  }
  loggedModelChanged(tx, row, 'updated');
};

export const logLoggedModelParams = async (
  tx: Tx,
  input: { modelId: string; params: KeyValue[] }
): Promise<void> => {
  const row = await requireLoggedModel(tx, input.modelId);
  await addParams(tx, row, input.params);
  loggedModelChanged(tx, row, 'updated');
};

/** Notes in the model's tags that it became a version of a registered model. */
export const recordRegistration = async (
  tx: Tx,
  { modelId, name, version }: { modelId: string; name: string; version: number }
): Promise<void> => {
  const row = await requireLoggedModel(tx, modelId);
  await store.lockLoggedModel(tx, row.id);
  const tags = await store.loggedModelTags(tx, [row.id]);
  const noted = tags.find(tag => tag.key === MODEL_VERSIONS_TAG)?.value;
  const versions = [...(noted ? JSON.parse(noted) : []), { name, version }];
  await store.setLoggedModelTags(tx, [
    { model: row.id, key: MODEL_VERSIONS_TAG, value: toPythonJson(versions) }
  ]);
  loggedModelChanged(tx, row, 'updated');
};

/** The model of that id, also if it was deleted. */
export const requireLoggedModel = async (
  tx: Tx,
  modelId: string
): Promise<LoggedModelRow> => {
  const row = await store.findLoggedModel(tx, modelId);
  if (!row) {
    throw loggedModelNotFound(modelId);
  }
  return row;
};

/** The model of that id, unless it was deleted. */
export const requireKeptModel = async (
  tx: Tx,
  modelId: string
): Promise<LoggedModelRow> => {
  const row = await requireLoggedModel(tx, modelId);
  if (row.lifecycle_stage === 'deleted') {
    throw loggedModelNotFound(modelId);
  }
  return row;
};

/** Rows with all that belongs to them; several at once cost as many queries as one. */
export const describeLoggedModels = async (
  tx: Tx,
  rows: readonly LoggedModelRow[]
): Promise<DescribedLoggedModel[]> => {
  const ids = rows.map(row => row.id);
  const params = groupByModel(await store.loggedModelParams(tx, ids));
  const tags = groupByModel(await store.loggedModelTags(tx, ids));
  const metrics = groupByModel(await store.loggedModelMetrics(tx, ids));
  return rows.map(row => ({
    row,
    params: params.get(row.id) ?? [],
    tags: tags.get(row.id) ?? [],
    metrics: metrics.get(row.id) ?? []
  }));
};

const describeLoggedModel = async (
  tx: Tx,
  row: LoggedModelRow
): Promise<DescribedLoggedModel> => (await describeLoggedModels(tx, [row]))[0];

const groupByModel = <T extends { model: number }>(items: readonly T[]) =>
  groupBy(items, item => item.model);

/** Unlike a run's, a param of a model can be logged only once, even with the same value. */
const addParams = async (tx: Tx, row: LoggedModelRow, params: KeyValue[]) => {
  const stored = await store.loggedModelParams(tx, [row.id]);
  requireNoRepeats([...stored, ...params]);
  await store.insertLoggedModelParams(tx, ownedBy(row, params));
};

const ownedBy = ({ id }: LoggedModelRow, pairs: readonly KeyValue[]) =>
  pairs.map(({ key, value }) => ({ model: id, key, value }));

const requireLoggedModelName = (name: string) => {
  if (FORBIDDEN_IN_NAMES.some(character => name.includes(character))) {
    throw invalidParameter(
      `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: ${FORBIDDEN_IN_NAMES.join(' ')}`
    );
  }
};

const loggedModelNotFound = (modelId: string) =>
  notFound(`Logged model with ID '${modelId}' not found.`);

const loggedModelChanged = (
  tx: Tx,
  row: LoggedModelRow,
  action: 'created' | 'updated' | 'deleted'
) =>
  tx.changed({
    entity: 'logged_model',
    action,
    model_id: row.model_id,
    experiment_id: String(row.experiment)
  });
