import type { KeyValue } from '../../api/entities.js';
import { groupBy } from '../group-by.js';
import * as inputs from '../store/queries/inputs.js';
import {
  findLatestMetrics,
  type LatestMetric
} from '../store/queries/metrics.js';
import {
  findParams,
  findTags,
  type RunKeyValue
} from '../store/queries/params-and-tags.js';
import {
  findMetricsJson,
  findParamsJson,
  findTagsJson,
  type RunValuesJson
} from '../store/queries/run-values-json.js';
import type { RunRow } from '../store/schema.js';
import type { Tx } from '../store/tx.js';

type Rows<Query extends (...args: never[]) => Promise<unknown[]>> = Awaited<
  ReturnType<Query>
>;

/** A dataset that a run used, with what it was used for. */
type TaggedDataset = Rows<typeof inputs.findDatasetInputs>[number] & {
  tags: KeyValue[];
};

/** A run with all that belongs to it. */
export interface HydratedRun {
  row: RunRow;
  metrics: LatestMetric[];
  params: RunKeyValue[];
  tags: RunKeyValue[];
  datasets: TaggedDataset[];
  modelInputs: Rows<typeof inputs.findModelInputs>;
  modelOutputs: Rows<typeof inputs.findModelOutputs>;
}

/** A run that has nothing but tags yet. */
export const newRun = (row: RunRow, tags: RunKeyValue[]): HydratedRun => ({
  row,
  metrics: [],
  params: [],
  tags,
  ...noLinks
});

/** What belongs to a run beside its values. */
export type RunLinks = Pick<
  HydratedRun,
  'datasets' | 'modelInputs' | 'modelOutputs'
>;

const noLinks: RunLinks = {
  datasets: [],
  modelInputs: [],
  modelOutputs: []
};

/** A run whose values are JSON as it stands in replies; nothing where it has none. */
export interface FoundRun extends RunLinks {
  row: RunRow;
  metrics?: string;
  params?: string;
  tags?: string;
}

/** Completes runs with one query for each kind of part. */
export const hydrateRuns = async (
  tx: Tx,
  rows: readonly RunRow[]
): Promise<HydratedRun[]> => {
  const ids = rows.map(row => row.id);
  // All at once: PostgreSQL gets them in one go.
  const [metrics, params, tags, links] = await Promise.all([
    findLatestMetrics(tx, ids).then(byRun),
    findParams(tx, ids).then(byRun),
    findTags(tx, ids).then(byRun),
    findLinks(tx, ids)
  ]);
  return rows.map(row => ({
    row,
    metrics: metrics.get(row.id) ?? [],
    params: params.get(row.id) ?? [],
    tags: tags.get(row.id) ?? [],
    ...links(row.id)
  }));
};

/** Keys of values that are wanted; of a kind without a list all are. */
export type WantedKeys = Partial<
  Record<'metrics' | 'params' | 'tags', readonly string[]>
>;

/**
 * Completes a page of runs, of which there may be many, for a reply: with everything, or with
 * nothing but the values that are wanted.
 */
export const completeFoundRuns = async (
  tx: Tx,
  rows: readonly RunRow[],
  wanted?: WantedKeys
): Promise<FoundRun[]> => {
  const ids = rows.map(row => row.id);
  const [metrics, params, tags, links] = await Promise.all([
    findMetricsJson(tx, ids, wanted?.metrics).then(jsonByRun),
    findParamsJson(tx, ids, wanted?.params).then(jsonByRun),
    findTagsJson(tx, ids, wanted?.tags).then(jsonByRun),
    wanted ? () => noLinks : findLinks(tx, ids)
  ]);
  return rows.map(row => ({
    row,
    metrics: metrics.get(row.id),
    params: params.get(row.id),
    tags: tags.get(row.id),
    ...links(row.id)
  }));
};

const findLinks = async (
  tx: Tx,
  ids: readonly number[]
): Promise<(run: number) => RunLinks> => {
  const [used, datasetTags, modelInputs, modelOutputs] = await Promise.all([
    inputs.findDatasetInputs(tx, ids),
    inputs.findInputTags(tx, ids),
    inputs.findModelInputs(tx, ids).then(byRun),
    inputs.findModelOutputs(tx, ids).then(byRun)
  ]);
  const tags = groupBy(datasetTags, ({ input }) => input);
  const datasets = byRun(
    used.map(dataset => ({ ...dataset, tags: tags.get(dataset.input) ?? [] }))
  );
  return run => ({
    datasets: datasets.get(run) ?? [],
    modelInputs: modelInputs.get(run) ?? [],
    modelOutputs: modelOutputs.get(run) ?? []
  });
};

const jsonByRun = (rows: readonly RunValuesJson[]) =>
  new Map(rows.map(({ run, json }) => [run, json]));

const byRun = <Row extends { run: number }>(rows: readonly Row[]) =>
  groupBy(rows, ({ run }) => run);
