import { sql, type Expression, type SqlBool } from 'kysely';
import type { LifecycleStage } from '../../../api/entities.js';
import type { Comparison, Ordering } from '../../search/syntax-tree.js';
import { isOneOf } from '../dialect.js';
import { findMetricKey } from '../queries/metrics.js';
import { isRowId } from '../row-id.js';
import type { Tx } from '../tx.js';
import {
  allOf,
  hasValue,
  passes,
  valueOf,
  type KeyValueTable,
  type OrderTerm,
  type Search
} from './conditions.js';
import { hasDataset } from './run-datasets.js';
import { hasMetric, metricRank, metricValue } from './run-metrics.js';

export interface RunSearch extends Search {
  experiments: readonly number[];
  stages: readonly LifecycleStage[];
}

const columns: Record<string, Expression<unknown>> = {
  run_id: sql.ref('runs.run_id'),
  run_name: sql.ref('runs.name'),
  status: sql.ref('runs.status'),
  artifact_uri: sql.ref('runs.artifact_uri'),
  user_id: sql.ref('runs.user_id'),
  start_time: sql.ref('runs.start_time'),
  end_time: sql.ref('runs.end_time')
};

const params: KeyValueTable = {
  name: 'params',
  belongs: sql`v.run = runs.id`
};

const tags: KeyValueTable = { name: 'tags', belongs: sql`v.run = runs.id` };

/** Ids of the metric keys that a search names; a key that was never logged has none. */
export const findMetricKeys = async (
  tx: Tx,
  search: RunSearch
): Promise<MetricKeys> => {
  const keys: MetricKeys = new Map();
  for (const { field } of [...search.filter, ...search.orderings]) {
    if (field.kind === 'metric') {
      keys.set(field.key, (await findMetricKey(tx, field.key)) ?? NO_KEY);
    }
  }
  return keys;
};

export type MetricKeys = Map<string, number>;

const NO_KEY = -1;

/** Whether a run is in the searched experiments and stages and passes the filter. */
export const matches = (
  { experiments, stages, filter }: RunSearch,
  keys: MetricKeys
): Expression<SqlBool> =>
  allOf([
    oneOf(sql.ref('runs.experiment'), experiments.filter(isRowId)),
    oneOf(sql.ref('runs.lifecycle_stage'), stages),
    ...filter.map(comparison => condition(comparison, keys))
  ]);

/** One value is compared by `=`, which lets an index give the order, too. */
const oneOf = (
  column: Expression<unknown>,
  values: readonly unknown[]
): Expression<SqlBool> =>
  values.length === 1 ? sql`${column} = ${values[0]}` : isOneOf(column, values);

const condition = (
  { field: { kind, key }, test }: Comparison,
  keys: MetricKeys
): Expression<SqlBool> => {
  switch (kind) {
    case 'attribute':
      return passes(columns[key], test);
    case 'metric':
      return hasMetric(keys.get(key)!, test);
    case 'param':
      return hasValue(params, key, test);
    case 'tag':
      return hasValue(tags, key, test);
    case 'dataset':
      return hasDataset(key, test);
  }
};

/** Runs without a value come last, those with NaN before them. */
export const terms = (
  { field: { kind, key }, ascending }: Ordering,
  keys: MetricKeys
): OrderTerm[] => {
  switch (kind) {
    case 'metric':
      return [
        { value: metricRank(keys.get(key)!), ascending: true },
        { value: metricValue(keys.get(key)!), ascending }
      ];
    case 'attribute':
      return key === 'end_time'
        ? nullsLast(columns[key], ascending)
        : [{ value: columns[key], ascending }];
    case 'param':
      return nullsLast(valueOf(params, key), ascending);
    default:
      return nullsLast(valueOf(tags, key), ascending);
  }
};

const nullsLast = (
  value: Expression<unknown>,
  ascending: boolean
): OrderTerm[] => [
  { value: sql`${value} is null`, ascending: true },
  { value, ascending }
];
