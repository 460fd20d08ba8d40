import type { KeyValue } from '../../api/entities.js';
import { groupBy } from '../group-by.js';
import {
  PointDigests,
  type PointDigestsJson
} from '../moving/point-digests.js';
import type {
  Counts,
  ExperimentRecord,
  LoggedModelRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from '../moving/records.js';
import { experimentTags } from '../store/queries/experiments.js';
import { namesOf, valueOf } from '../store/queries/metrics.js';
import { modelVersionTags } from '../store/queries/model-versions.js';
import * as store from '../store/queries/moving.js';
import * as registry from '../store/queries/registered-models.js';
import { findRuns } from '../store/queries/runs.js';
import type {
  LoggedModelRow,
  ModelVersionRow,
  RegisteredModelRow,
  RunRow
} from '../store/schema.js';
import type { Tx } from '../store/tx.js';
import { groupByVersion, versionKey } from './described-versions.js';
import { hydrateRuns, type HydratedRun } from './hydrate-runs.js';
import {
  describeLoggedModels,
  type DescribedLoggedModel
} from './logged-models.js';
import { ofModel } from './registered-models.js';

const POINTS_PER_PAGE = 20_000;

/** A page of everything of one kind, with where the next one begins; none after the last. */
interface Page<Record> {
  records: Record[];
  next?: number;
}

export const countRecords = (tx: Tx, _: object): Promise<Counts> =>
  store.countAll(tx);

export const readExperiments = async (
  tx: Tx,
  _: object
): Promise<ExperimentRecord[]> => {
  const rows = await store.allExperiments(tx);
  const tags = groupBy(
    await experimentTags(
      tx,
      rows.map(({ id }) => id)
    ),
    tag => tag.experiment
  );
  return rows.map(row => ({
    id: String(row.id),
    name: row.name,
    artifactLocation: row.artifact_location,
    lifecycleStage: row.lifecycle_stage,
    creationTime: row.creation_time,
    lastUpdateTime: row.last_update_time,
    tags: keyValues(tags.get(row.id) ?? [])
  }));
};

export const readRunPage = async (
  tx: Tx,
  by: { after: number; limit: number }
): Promise<Page<RunRecord>> => {
  const rows = await store.findPageOfRuns(tx, by);
  return { records: await runRecords(tx, rows), next: rows.at(-1)?.id };
};

export const readRuns = async (
  tx: Tx,
  { runIds }: { runIds: readonly string[] }
): Promise<RunRecord[]> => runRecords(tx, await findRuns(tx, runIds));

const runRecords = async (tx: Tx, rows: readonly RunRow[]) =>
  (await hydrateRuns(tx, rows)).map(toRunRecord);

const toRunRecord = (run: HydratedRun): RunRecord => ({
  runId: run.row.run_id,
  experimentId: String(run.row.experiment),
  name: run.row.name,
  userId: run.row.user_id,
  status: run.row.status,
  startTime: run.row.start_time,
  endTime: run.row.end_time,
  deletedTime: run.row.deleted_time,
  lifecycleStage: run.row.lifecycle_stage,
  artifactUri: run.row.artifact_uri,
  params: keyValues(run.params),
  tags: keyValues(run.tags),
  datasets: run.datasets.map(dataset => ({
    name: dataset.name,
    digest: dataset.digest,
    sourceType: dataset.source_type,
    source: dataset.source,
    schema: dataset.schema,
    profile: dataset.profile,
    tags: keyValues(dataset.tags)
  })),
  modelInputs: run.modelInputs.map(({ model_id }) => model_id),
  modelOutputs: run.modelOutputs.map(({ model_id, step }) => ({
    modelId: model_id,
    step
  }))
});

/** What is left to read of some runs' points. */
export interface PointsLeft {
  runIds: readonly string[];
  /** Within the first of the runs. */
  from: store.PointPlace;
}

export const readPoints = async (
  tx: Tx,
  left: PointsLeft
): Promise<{ points: PointRecord[]; left?: PointsLeft }> => {
  const points: PointRecord[] = [];
  const ids = idsOf(await findRuns(tx, left.runIds));
  let { runIds, from } = left;
  while (runIds.length > 0) {
    const [runId] = runIds;
    const page = await pageOf(tx, { runId, run: ids.get(runId)!, from });
    points.push(...page.points);
    if (page.next) {
      from = page.next;
    } else {
      runIds = runIds.slice(1);
      from = BEFORE_ALL;
    }
    if (points.length >= POINTS_PER_PAGE && runIds.length > 0) {
      return { points, left: { runIds, from } };
    }
  }
  return { points };
};

/** Keys count from 1. */
export const BEFORE_ALL: store.PointPlace = {
  key: 0,
  step: 0,
  timestamp: 0,
  value: 0,
  is_nan: 0
};

/** What tells whether some runs have the same points elsewhere. */
export const digestPoints = async (
  tx: Tx,
  { runIds }: { runIds: readonly string[] }
): Promise<PointDigestsJson> => {
  const digests = new PointDigests();
  for (const { id, run_id } of await findRuns(tx, runIds)) {
    let from: store.PointPlace | undefined = BEFORE_ALL;
    while (from) {
      const page: PointPage = await pageOf(tx, {
        runId: run_id,
        run: id,
        from
      });
      page.points.forEach(point => digests.add(point));
      from = page.next;
    }
  }
  return digests.toJSON();
};

interface PointPage {
  points: PointRecord[];
  next?: store.PointPlace;
}

const pageOf = async (
  tx: Tx,
  { runId, run, from }: { runId: string; run: number; from: store.PointPlace }
): Promise<PointPage> => {
  const rows = await store.findPageOfPoints(tx, {
    run,
    ...from,
    limit: POINTS_PER_PAGE
  });
  const names = await namesOf(
    tx,
    rows.map(([key]) => key)
  );
  const points = rows.map(
    ([key, step, timestamp, value, is_nan]): PointRecord => [
      runId,
      names.get(key)!,
      step,
      timestamp,
      valueOf({ value, is_nan })
    ]
  );
  if (rows.length < POINTS_PER_PAGE) {
    return { points };
  }
  const [key, step, timestamp, value, is_nan] = rows.at(-1)!;
  return { points, next: { key, step, timestamp, value, is_nan } };
};

export const readLoggedModelPage = async (
  tx: Tx,
  by: { after: number; limit: number }
): Promise<Page<LoggedModelRecord>> => {
  const rows = await store.findPageOfLoggedModels(tx, by);
  return { records: await loggedModelRecords(tx, rows), next: rows.at(-1)?.id };
};

export const readLoggedModels = async (
  tx: Tx,
  { modelIds }: { modelIds: readonly string[] }
): Promise<LoggedModelRecord[]> =>
  loggedModelRecords(tx, await store.findLoggedModels(tx, modelIds));

const loggedModelRecords = async (tx: Tx, rows: readonly LoggedModelRow[]) =>
  (await describeLoggedModels(tx, rows)).map(toLoggedModelRecord);

const toLoggedModelRecord = ({
  row,
  params,
  tags,
  metrics
}: DescribedLoggedModel): LoggedModelRecord => ({
  modelId: row.model_id,
  experimentId: String(row.experiment),
  name: row.name,
  artifactUri: row.artifact_uri,
  creationTime: row.creation_time,
  lastUpdateTime: row.last_update_time,
  status: row.status,
  statusMessage: row.status_message,
  lifecycleStage: row.lifecycle_stage,
  modelType: row.model_type,
  sourceRunId: row.source_run_id,
  params: keyValues(params),
  tags: keyValues(tags),
  metrics: metrics.map(metric => ({
    key: metric.key,
    step: metric.step,
    timestamp: metric.timestamp,
    value: valueOf(metric),
    runId: metric.run_id,
    datasetName: metric.dataset_name,
    datasetDigest: metric.dataset_digest
  }))
});

/** All of them, or those of some names. */
export const readRegisteredModels = async (
  tx: Tx,
  { names }: { names?: readonly string[] }
): Promise<RegisteredModelRecord[]> => {
  const all = await store.allRegisteredModels(tx);
  const wanted = new Set(names ?? all.map(({ name }) => name));
  const rows = all.filter(({ name }) => wanted.has(name));
  const ids = rows.map(({ id }) => id);
  const tags = groupBy(await registry.registeredModelTags(tx, ids), ofModel);
  const aliases = groupBy(
    await registry.registeredModelAliases(tx, ids),
    ofModel
  );
  const versions = groupBy(await store.versionsOf(tx, ids), ofModel);
  const versionTags = groupByVersion(await modelVersionTags(tx, ids));
  return rows.map(row => ({
    ...toModelRecord(row),
    tags: keyValues(tags.get(row.id) ?? []),
    aliases: (aliases.get(row.id) ?? []).map(({ alias, version }) => ({
      alias,
      version
    })),
    versions: (versions.get(row.id) ?? []).map(version => ({
      ...toVersionRecord(version),
      tags: keyValues(versionTags.get(versionKey(version)) ?? [])
    }))
  }));
};

const toModelRecord = (row: RegisteredModelRow) => ({
  name: row.name,
  description: row.description,
  creationTime: row.creation_time,
  lastUpdateTime: row.last_update_time
});

const toVersionRecord = (row: ModelVersionRow) => ({
  version: row.version,
  creationTime: row.creation_time,
  lastUpdateTime: row.last_update_time,
  userId: row.user_id,
  stage: row.current_stage,
  description: row.description,
  source: row.source,
  storageLocation: row.storage_location,
  runId: row.run_id,
  runLink: row.run_link,
  status: row.status,
  statusMessage: row.status_message,
  deleted: row.deleted === 1
});

const idsOf = (runs: readonly RunRow[]): ReadonlyMap<string, number> =>
  new Map(runs.map(({ run_id, id }) => [run_id, id]));

const keyValues = (pairs: readonly KeyValue[]): KeyValue[] =>
  pairs.map(({ key, value }) => ({ key, value }));
