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
  metricValue,
  type RunId
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

const valuesOf = (name: 'params' | 'tags', run: RunId): KeyValueTable => ({
  name,
  belongs: sql`v.run = ${run}`
});

/** What conditions and terms are written with. */
export interface Scope {
  /** The ids of metric keys by their names. */
  keys: ReadonlyMap<string, number>;
  run: RunId;
}

/** Looks the metric keys up that a search names. */
export const scopeOf = async (tx: Tx, search: RunSearch): Promise<Scope> => {
  const keys = new Map<string, number>();
  const compared = search.filter.flatMap(comparisonsOf);
  for (const { field } of [...compared, ...search.orderings]) {
    if (field.kind === 'metric') {
      keys.set(field.key, (await findMetricKey(tx, field.key)) ?? NO_KEY);
    }
  }
  return { keys, run: sql.ref('runs.id') };
};

/** Stands for a key that was never logged. */
const NO_KEY = -1;

/** Whether a run is in the searched experiments and stages and passes the filter. */
export const matches = (
  { experiments, stages, filter }: RunSearch,
  scope: Scope
): Expression<SqlBool> =>
  allOf([
    experiments === 'all'
      ? sql`runs.experiment in (select e.id from experiments as e where e.lifecycle_stage = 'active')`
      : oneOf(sql.ref('runs.experiment'), experiments.filter(isRowId)),
    oneOf(sql.ref('runs.lifecycle_stage'), stages),
    ...filter.map(condition => holds(condition, scope))
  ]);

/** One value is compared by `=`, which lets an index give the order, too. */
const oneOf = (
  column: Expression<unknown>,
  values: readonly unknown[]
): Expression<SqlBool> =>
  values.length === 1 ? sql`${column} = ${values[0]}` : isOneOf(column, values);

const holds = (
  condition: ResolvedCondition,
  scope: Scope
): Expression<SqlBool> => {
  if ('all' in condition) {
    return sql`(${allOf(condition.all.map(one => holds(one, scope)))})`;
  }
  if ('any' in condition) {
    const any = condition.any.map(one => sql`(${holds(one, scope)})`);
    return any.length > 0 ? sql`(${sql.join(any, sql` or `)})` : sql`false`;
  }
  if ('not' in condition) {
    // What is not known to hold does not hold.
    return sql`((${holds(condition.not, scope)}) is not true)`;
  }
  if ('low' in condition) {
    const { field, low, high } = condition;
    const test = (operator: NumberOperator, value: number | bigint): Test => ({
      type: 'number',
      operator,
      value
    });
    return allOf([
      compares({ field, test: test('>=', low) }, scope),
      compares({ field, test: test('<=', high) }, scope)
    ]);
  }
  return compares(condition, scope);
};

const compares = (
  { field: { kind, key, history }, test }: Comparison,
  { keys, run }: Scope
): Expression<SqlBool> => {
  switch (kind) {
    case 'attribute':
      return passes(attributeColumns[key], test);
    case 'metric':
      return history
        ? passes(historyValue(run, keys.get(key)!, history), test)
        : hasMetric(run, keys.get(key)!, test);
    case 'param':
      return hasValue(valuesOf('params', run), key, test);
    case 'tag':
      return hasValue(valuesOf('tags', run), key, test);
    case 'dataset':
      return hasDataset(run, key, test);
  }
};

/** Runs without a value come last, those with NaN before them. */
export const terms = (
  { field: { kind, key, history }, ascending }: Ordering,
  { keys, run }: Scope
): OrderTerm[] => {
  if (history) {
    return nullsLast(historyValue(run, keys.get(key)!, history), ascending);
  }
  switch (kind) {
    case 'metric':
      return [
        { value: metricRank(run, keys.get(key)!), ascending: true },
        { value: metricValue(run, keys.get(key)!), ascending }
      ];
    case 'attribute':
      return key === 'end_time'
        ? nullsLast(attributeColumns[key], ascending)
        : [{ value: attributeColumns[key], ascending }];
    case 'param':
      return nullsLast(valueOf(valuesOf('params', run), key), ascending);
    default:
      return nullsLast(valueOf(valuesOf('tags', run), key), ascending);
  }
};

const nullsLast = (
  value: Expression<unknown>,
  ascending: boolean
): OrderTerm[] => [
  { value: sql`${value} is null`, ascending: true },
  { value, ascending }
];
