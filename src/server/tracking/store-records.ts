import type { KeyValue } from '../../api/entities.js';
import { groupBy } from '../group-by.js';
import type {
  ExperimentRecord,
  LoggedModelRecord,
  ModelVersionRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from '../moving/records.js';
import * as experiments from '../store/queries/experiments.js';
import * as inputs from '../store/queries/inputs.js';
import * as loggedModels from '../store/queries/logged-models.js';
import * as metrics from '../store/queries/metrics.js';
import { insertModelPoints } from '../store/queries/model-metrics.js';
import * as versions from '../store/queries/model-versions.js';
import * as store from '../store/queries/moving.js';
import {
  insertParams,
  setTagsOfRuns
} from '../store/queries/params-and-tags.js';
import * as registry from '../store/queries/registered-models.js';
import { findRuns } from '../store/queries/runs.js';
import type { ExperimentRow, MetricRow } from '../store/schema.js';
import type { Tx } from '../store/tx.js';
import { byPlace, latestOf, withoutRepeats } from './metrics.js';
import { parseModelUri } from './model-uri.js';

/** Ids up to here fit both databases. */
const MAX_EXPERIMENT_ID = 2 ** 31 - 1;

/**
 * Finds the experiment by its name, or makes it, with its own id if that is free. The dates and
 * the stage of one that is in use here stay, unless it came from the same experiment before.
 */
export const placeExperiment = async (
  tx: Tx,
  {
    experiment,
    artifactRoot
  }: {
    experiment: ExperimentRecord;
    /** Where its new runs go; where they went before, if there is none. */
    artifactRoot?: string;
  }
): Promise<ExperimentRecord> => {
  const known = await findKnown(tx, experiment);
  const id = known?.id ?? (await insertExperiment(tx, experiment));
  const row = {
    lifecycle_stage: experiment.lifecycleStage,
    creation_time: experiment.creationTime,
    last_update_time: experiment.lastUpdateTime
  };
  if (!known) {
    const artifact_location =
      artifactRoot === undefined
        ? experiment.artifactLocation
        : `${artifactRoot}/${id}`;
    await store.restoreExperimentRow(tx, id, { ...row, artifact_location });
  } else if (
    known.creation_time === experiment.creationTime ||
    (await store.isEmptyExperiment(tx, id))
  ) {
    await store.restoreExperimentRow(tx, id, row);
  }
  for (const { key, value } of experiment.tags) {
    await experiments.setExperimentTag(tx, { experiment: id, key, value });
  }
  const stored = (await experiments.findExperiment(tx, id))!;
  return {
    ...experiment,
    id: String(id),
    name: stored.name,
    artifactLocation: stored.artifact_location
  };
};

/** The one of that name; or that id, if it was made at the same moment and then renamed here. */
const findKnown = async (
  tx: Tx,
  { id, name, creationTime }: ExperimentRecord
): Promise<ExperimentRow | undefined> => {
  const sameName = await experiments.findExperimentByName(tx, name);
  if (sameName || Number(id) > MAX_EXPERIMENT_ID) {
    return sameName;
  }
  const sameId = await experiments.findExperiment(tx, Number(id));
  return sameId?.creation_time === creationTime ? sameId : undefined;
};

const insertExperiment = async (
  tx: Tx,
  { id, name, artifactLocation, creationTime }: ExperimentRecord
): Promise<number> => {
  const wanted = Number(id);
  const free =
    wanted <= MAX_EXPERIMENT_ID &&
    !(await experiments.findExperiment(tx, wanted));
  return experiments.insertExperiment(tx, {
    ...(free && { id: wanted }),
    name,
    artifactLocation,
    time: creationTime
  });
};

/** Stores runs and points, of these runs or of earlier ones. */
export const storeRuns = async (
  tx: Tx,
  input: { runs: readonly RunRecord[]; points: readonly PointRecord[] }
): Promise<void> => {
  const { runs, points } = input;
  await store.upsertRuns(tx, runs.map(toRow));
  const ids = await idsOfRuns(tx, [
    ...runs.map(({ runId }) => runId),
    ...points.map(([runId]) => runId)
  ]);
  const owned = (pairs: (run: RunRecord) => KeyValue[]) =>
    runs.flatMap(run =>
      pairs(run).map(({ key, value }) => ({
        run: ids.get(run.runId)!,
        key,
        value
      }))
    );
  await insertParams(
    tx,
    owned(({ params }) => params)
  );
  setTagsOfRuns(
    tx,
    owned(({ tags }) => tags)
  );
  for (const run of runs) {
    await storeInputs(tx, ids.get(run.runId)!, run);
  }
  await storePoints(tx, ids, points);
};

const toRow = (run: RunRecord) => ({
  run_id: run.runId,
  experiment: Number(run.experimentId),
  name: run.name,
  user_id: run.userId,
  status: run.status,
  start_time: run.startTime,
  end_time: run.endTime,
  deleted_time: run.deletedTime,
  lifecycle_stage: run.lifecycleStage,
  artifact_uri: run.artifactUri
});

const idsOfRuns = async (
  tx: Tx,
  runIds: readonly string[]
): Promise<ReadonlyMap<string, number>> => {
  const rows = await findRuns(tx, [...new Set(runIds)]);
  return new Map(rows.map(({ run_id, id }) => [run_id, id]));
};

const storeInputs = async (tx: Tx, id: number, run: RunRecord) => {
  for (const { sourceType, tags, ...dataset } of run.datasets) {
    const interned = await inputs.internDataset(tx, {
      ...dataset,
      source_type: sourceType,
      experiment: Number(run.experimentId)
    });
    const link = { run: id, dataset: interned };
    const input = await inputs.insertDatasetInput(tx, link);
    if (input !== undefined) {
      for (const { key, value } of tags) {
        await inputs.insertInputTag(tx, { input, key, value });
      }
    }
  }
  for (const model_id of run.modelInputs) {
    await inputs.insertModelInput(tx, { run: id, model_id });
  }
  for (const { modelId, step } of run.modelOutputs) {
    await inputs.insertModelOutput(tx, { run: id, model_id: modelId, step });
  }
};

const storePoints = async (
  tx: Tx,
  ids: ReadonlyMap<string, number>,
  points: readonly PointRecord[]
) => {
  const keys = await metrics.internMetricKeys(tx, [
    ...new Set(points.map(([, key]) => key))
  ]);
  const rows = points
    .map(([runId, key, step, timestamp, value]): MetricRow => ({
      run: ids.get(runId)!,
      key: keys.get(key)!,
      step,
      timestamp,
      ...metrics.toStored(value)
    }))
    .sort((a, b) => a.run - b.run || byPlace(a, b));
  const latest = [...groupBy(rows, ({ run }) => run).values()].flatMap(
    latestOf
  );
  metrics.insertPoints(tx, withoutRepeats(rows), latest);
};

export const storeLoggedModels = async (
  tx: Tx,
  { models }: { models: readonly LoggedModelRecord[] }
): Promise<void> => {
  for (const model of models) {
    await storeLoggedModel(tx, model);
  }
};

const storeLoggedModel = async (tx: Tx, model: LoggedModelRecord) => {
  const row = {
    model_id: model.modelId,
    experiment: Number(model.experimentId),
    name: model.name,
    artifact_uri: model.artifactUri,
    creation_time: model.creationTime,
    last_update_time: model.lastUpdateTime,
    status: model.status,
    status_message: model.statusMessage,
    lifecycle_stage: model.lifecycleStage,
    model_type: model.modelType,
    source_run_id: model.sourceRunId
  };
  const known = await loggedModels.findLoggedModel(tx, model.modelId);
  const { id } = known
    ? await loggedModels.updateLoggedModel(tx, known.id, row)
    : await loggedModels.insertLoggedModel(tx, row);
  const params = new Set(
    (await loggedModels.loggedModelParams(tx, [id])).map(({ key }) => key)
  );
  const owned = (pairs: readonly KeyValue[]) =>
    pairs.map(({ key, value }) => ({ model: id, key, value }));
  await loggedModels.insertLoggedModelParams(
    tx,
    owned(model.params.filter(({ key }) => !params.has(key)))
  );
  await loggedModels.setLoggedModelTags(tx, owned(model.tags));
  const runs = await idsOfRuns(
    tx,
    model.metrics.map(({ runId }) => runId)
  );
  await insertModelPoints(
    tx,
    model.metrics
      .filter(({ runId }) => runs.has(runId))
      .map(point => ({
        model: id,
        key: point.key,
        step: point.step,
        timestamp: point.timestamp,
        run: runs.get(point.runId)!,
        ...metrics.toStored(point.value),
        dataset_name: point.datasetName,
        dataset_digest: point.datasetDigest
      }))
  );
};

export const storeRegisteredModels = async (
  tx: Tx,
  { models }: { models: readonly RegisteredModelRecord[] }
): Promise<void> => {
  for (const model of models) {
    await storeRegisteredModel(tx, model);
  }
};

/** One that was made here, or came from elsewhere, is left as it is. */
const storeRegisteredModel = async (tx: Tx, model: RegisteredModelRecord) => {
  const { name, description, creationTime: time } = model;
  const { id, creation_time } =
    (await registry.findRegisteredModel(tx, name)) ??
    (await registry.insertRegisteredModel(tx, { name, description, time }));
  if (creation_time !== time) {
    return;
  }
  await registry.updateRegisteredModel(tx, id, {
    description,
    last_update_time: model.lastUpdateTime
  });
  for (const tag of model.tags) {
    await registry.setRegisteredModelTag(tx, { model: id, ...tag });
  }
  const known = new Set(
    (await store.versionsOf(tx, [id])).map(({ version }) => version)
  );
  for (const version of model.versions) {
    await storeVersion(tx, id, version, known.has(version.version));
  }
  for (const { alias, version } of model.aliases) {
    await registry.setRegisteredModelAlias(tx, { model: id, alias, version });
  }
};

const storeVersion = async (
  tx: Tx,
  model: number,
  record: ModelVersionRecord,
  isKnown: boolean
) => {
  const { version } = record;
  const row = {
    model,
    version,
    creation_time: record.creationTime,
    last_update_time: record.lastUpdateTime,
    user_id: record.userId,
    current_stage: record.stage,
    description: record.description,
    source: record.source,
    storage_location: record.storageLocation,
    run_id: record.runId,
    run_link: record.runLink,
    model_id: loggedModelOf(record.source),
    status: record.status,
    status_message: record.statusMessage,
    deleted: record.deleted ? 1 : 0
  };
  if (isKnown) {
    await versions.updateModelVersion(tx, { model, version }, row);
  } else {
    await versions.insertModelVersion(tx, row);
  }
  for (const { key, value } of record.tags) {
    await versions.setModelVersionTag(tx, { model, version, key, value });
  }
};

const loggedModelOf = (source: string): string => {
  const uri = source.startsWith('models:') ? parseModelUri(source) : undefined;
  return uri?.kind === 'id' ? uri.modelId : '';
};
