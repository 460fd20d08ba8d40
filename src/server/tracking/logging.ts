import { invalidParameter, notFound } from '../../api/errors.js';
import type { KeyValue } from '../../api/entities.js';
import type { Int64 } from '../../api/scalars.js';
import type { Change } from '../../api/trackbook.js';
import { settled } from '../settled.js';
import * as values from '../store/queries/params-and-tags.js';
import { updateRun as updateRunRow } from '../store/queries/runs.js';
import type { RunPlace, Tx } from '../store/tx.js';
import {
  MAX_ENTITIES_PER_BATCH,
  MAX_KEY_LENGTH,
  MAX_METRICS_PER_BATCH,
  MAX_PARAMS_PER_BATCH,
  MAX_TAGS_PER_BATCH,
  requireBatchSize,
  requireKey,
  requireMaxLength
} from './limits.js';
import { storeMetrics } from './metrics.js';
import {
  reportRun,
  requireActiveRun,
  requireRunToAddTo,
  RUN_NAME_TAG
} from './runs.js';
import {
  at,
  checkedParam,
  checkedTag,
  requireUniqueKeys
} from './run-values.js';

export interface MetricEntry {
  key: string;
  value: number;
  timestamp: Int64;
  step: Int64;
  model_id?: string;
  dataset_name?: string;
  dataset_digest?: string;
}

export const logMetric = async (
  tx: Tx,
  input: { runId: string; metric: MetricEntry }
): Promise<void> => {
  requireWholeDataset(input.metric);
  // As in MLflow, which looks for the run first where the metric is a model's.
  const found = input.metric.model_id
    ? await requireActiveRun(tx, input.runId)
    : undefined;
  requireMetrics(tx, [input.metric], () => '');
  const run = found ?? (await requireRunToAddTo(tx, input.runId));
  await storeMetrics(tx, run, [input.metric]);
  reportRun(tx, run, 'updated', ['metrics']);
};

export const logParam = async (
  tx: Tx,
  input: { runId: string; param: KeyValue }
): Promise<void> => {
  const param = checkedParam(input.param);
  const run = await requireRunToAddTo(tx, input.runId);
  const [changed] = await addParams(tx, run, [param]);
  if (changed) {
    const { key, old, value } = changed;
    throw invalidParameter(
      `Changing param values is not allowed. Param with key='${key}' was already logged with value='${old}' for run ID='${input.runId}'. Attempted logging new value '${value}'.`
    );
  }
  reportRun(tx, run, 'updated', ['params']);
};

export const setTag = async (
  tx: Tx,
  input: { runId: string; tag: KeyValue }
): Promise<void> => {
  const tag = checkedTag(input.tag);
  const run = await requireRunToAddTo(tx, input.runId);
  storeTags(tx, run, [tag]);
  reportRun(tx, run, 'updated', ['tags']);
};

export const deleteTag = async (
  tx: Tx,
  input: { runId: string; key: string }
): Promise<void> => {
  const run = await requireActiveRun(tx, input.runId);
  if ((await values.deleteTag(tx, { run: run.id, key: input.key })) === 0) {
    throw notFound(
      `No tag with name: ${input.key} in run with id ${input.runId}`
    );
  }
  reportRun(tx, run, 'updated', ['tags']);
};

export const logBatch = async (
  tx: Tx,
  input: {
    runId: string;
    metrics: MetricEntry[];
    params: KeyValue[];
    tags: KeyValue[];
  }
): Promise<void> => {
  input.metrics.forEach(requireWholeDataset);
  requireMetrics(tx, input.metrics, i => `metrics[${i}]`);
  const params = input.params.map((p, i) => checkedParam(p, `params[${i}]`));
  const tags = input.tags.map((tag, i) => checkedTag(tag, `tags[${i}]`));
  requireBatch(input);
  requireUniqueKeys(params);
  const run = await requireRunToAddTo(tx, input.runId);
  // All at once: PostgreSQL gets them in one go.
  await settled([
    storeParams(tx, run, params),
    storeMetrics(tx, run, input.metrics)
  ]);
  storeTags(tx, run, tags);
  reportRun(tx, run, 'updated', partsOf(input));
};

const requireBatch = (input: {
  metrics: unknown[];
  params: unknown[];
  tags: unknown[];
}) => {
  const { metrics, params, tags } = input;
  requireBatchSize('metrics', metrics.length, MAX_METRICS_PER_BATCH);
  requireBatchSize('params', params.length, MAX_PARAMS_PER_BATCH);
  requireBatchSize('tags', tags.length, MAX_TAGS_PER_BATCH);
  requireBatchSize(
    'metrics, params, and tags',
    metrics.length + params.length + tags.length,
    MAX_ENTITIES_PER_BATCH
  );
};

const requireMetrics = (
  tx: Tx,
  metrics: readonly MetricEntry[],
  pathOf: (index: number) => string
) => {
  metrics.forEach(({ key, value, timestamp }, i) => {
    // A key that is stored already was checked when it came first.
    if (!tx.metricKeyIds.has(key)) {
      requireKey(at(pathOf(i), 'name'), key);
    }
    if (timestamp < 0) {
      throw invalidParameter(
        `Invalid value ${timestamp} for parameter '${at(pathOf(i), 'timestamp')}' supplied: metric '${key}' (value=${value}). Timestamp must be a nonnegative long (64-bit integer) `
      );
    }
    requireMaxLength('Metric name', key, MAX_KEY_LENGTH);
  });
};

const requireWholeDataset = ({ dataset_name, dataset_digest }: MetricEntry) => {
  if (Boolean(dataset_name) !== Boolean(dataset_digest)) {
    throw invalidParameter(
      'Both dataset_name and dataset_digest must be provided if one is provided'
    );
  }
};

const storeParams = async (
  tx: Tx,
  run: RunPlace,
  params: readonly KeyValue[]
): Promise<void> => {
  const changed = await addParams(tx, run, params);
  if (changed.length > 0) {
    const list = changed.map(
      ({ key, old, value }) =>
        `{'key': '${key}', 'old_value': '${old}', 'new_value': '${value}'}`
    );
    throw invalidParameter(
      `Changing param values is not allowed. Params were already logged='[${list.join(', ')}]' for run ID='${run.run_id}'.`
    );
  }
};

/**
 * Stores new params and tells which would have changed; the same value again is neither. An
 * optimistic transaction fails instead.
 */
const addParams = async (
  tx: Tx,
  run: RunPlace,
  params: readonly KeyValue[]
): Promise<(KeyValue & { old: string })[]> => {
  const rows = params.map(({ key, value }) => ({ run: run.id, key, value }));
  if (tx.optimistic) {
    values.sendParams(tx, rows);
    return [];
  }
  const added = await values.insertParams(tx, rows);
  if (added === rows.length) {
    return [];
  }
  const keys = rows.map(({ key }) => key);
  const stored = await values.findParamsByKey(tx, { run: run.id, keys });
  const old = new Map(stored.map(({ key, value }) => [key, value]));
  return params
    .map(({ key, value }) => ({ key, value, old: old.get(key)! }))
    .filter(param => param.old !== param.value);
};

/** A run's name is both a tag and a field. */
const storeTags = (tx: Tx, run: RunPlace, tags: readonly KeyValue[]): void => {
  values.setTags(
    tx,
    tags
      // MLflow does not take an empty name for one.
      .filter(({ key, value }) => key !== RUN_NAME_TAG || value !== '')
      .map(({ key, value }) => ({ run: run.id, key, value }))
  );
  const name = tags.findLast(
    ({ key, value }) => key === RUN_NAME_TAG && value !== ''
  )?.value;
  if (name) {
    updateRunRow(tx, run.id, { name });
  }
};

const partsOf = (input: {
  metrics: unknown[];
  params: unknown[];
  tags: unknown[];
}): Change['parts'] =>
  (['metrics', 'params', 'tags'] as const).filter(
    part => input[part].length > 0
  );
