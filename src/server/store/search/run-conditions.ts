import { sql, type Expression, type SqlBool } from 'kysely';
import type { LifecycleStage } from '../../../api/entities.js';
import type {
  Comparison,
  NumberOperator,
  Ordering,
  RangeComparison,
  Test
} from '../../search/syntax-tree.js';
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
import {
  hasMetric,
  historyValue,
  metricRank,
  metricValue
} from './run-metrics.js';

export interface RunSearch extends Omit<Search, 'filter'> {
  /** All active experiments where there is none. */
  experiments: readonly number[] | 'all';
  stages: readonly LifecycleStage[];
  /** All of them must hold. */
  filter: readonly ResolvedCondition[];
}

/** A condition of which the patterns have been replaced by the values that they match. */
export type ResolvedCondition =
  | Comparison
  | RangeComparison
  | { all: ResolvedCondition[] }
  | { any: ResolvedCondition[] }
  | { not: ResolvedCondition };

/** The comparisons of a condition, however deep. */
export const comparisonsOf = (
  condition: ResolvedCondition
): (Comparison | RangeComparison)[] => {
  if ('all' in condition) {
    return condition.all.flatMap(comparisonsOf);
  }
  if ('any' in condition) {
    return condition.any.flatMap(comparisonsOf);
  }
  return 'not' in condition ? comparisonsOf(condition.not) : [condition];
};

/** The attributes of a run. */
export const attributeColumns: Record<string, Expression<unknown>> = {
  run_id: sql.ref('runs.run_id'),
  run_name: sql.ref('runs.name'),
  status: sql.ref('runs.status'),
  artifact_uri: sql.ref('runs.artifact_uri'),
  user_id: sql.ref('runs.user_id'),
  start_time: sql.ref('runs.start_time'),
  end_time: sql.ref('runs.end_time'),
  experiment_id: sql`cast(runs.experiment as text)`,
  experiment_name: sql`(select e.name from experiments as e where e.id = runs.experiment)`
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
  const compared = search.filter.flatMap(comparisonsOf);
  for (const { field } of [...compared, ...search.orderings]) {
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
    experiments === 'all'
      ? sql`runs.experiment in (select e.id from experiments as e where e.lifecycle_stage = 'active')`
      : oneOf(sql.ref('runs.experiment'), experiments.filter(isRowId)),
    oneOf(sql.ref('runs.lifecycle_stage'), stages),
    ...filter.map(condition => holds(condition, keys))
  ]);

/** One value is compared by `=`, which lets an index give the order, too. */
const oneOf = (
  column: Expression<unknown>,
  values: readonly unknown[]
): Expression<SqlBool> =>
  values.length === 1 ? sql`${column} = ${values[0]}` : isOneOf(column, values);

const holds = (
  condition: ResolvedCondition,
  keys: MetricKeys
): Expression<SqlBool> => {
  if ('all' in condition) {
    return sql`(${allOf(condition.all.map(one => holds(one, keys)))})`;
  }
  if ('any' in condition) {
    const any = condition.any.map(one => sql`(${holds(one, keys)})`);
    return any.length > 0 ? sql`(${sql.join(any, sql` or `)})` : sql`false`;
  }
  if ('not' in condition) {
    // What is not known to hold does not hold.
    return sql`((${holds(condition.not, keys)}) is not true)`;
  }
  if ('low' in condition) {
    const { field, low, high } = condition;
    const test = (operator: NumberOperator, value: number | bigint): Test => ({
      type: 'number',
      operator,
      value
    });
    return allOf([
      compares({ field, test: test('>=', low) }, keys),
      compares({ field, test: test('<=', high) }, keys)
    ]);
  }
  return compares(condition, keys);
};

const compares = (
  { field: { kind, key, history }, test }: Comparison,
  keys: MetricKeys
): Expression<SqlBool> => {
  switch (kind) {
    case 'attribute':
      return passes(attributeColumns[key], test);
    case 'metric':
      return history
        ? passes(historyValue(keys.get(key)!, history), test)
        : hasMetric(keys.get(key)!, test);
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
  { field: { kind, key, history }, ascending }: Ordering,
  keys: MetricKeys
): OrderTerm[] => {
  if (history) {
    return nullsLast(historyValue(keys.get(key)!, history), ascending);
  }
  switch (kind) {
    case 'metric':
      return [
        { value: metricRank(keys.get(key)!), ascending: true },
        { value: metricValue(keys.get(key)!), ascending }
      ];
    case 'attribute':
      return key === 'end_time'
        ? nullsLast(attributeColumns[key], ascending)
        : [{ value: attributeColumns[key], ascending }];
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
