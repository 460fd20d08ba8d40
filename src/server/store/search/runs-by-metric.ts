import { sql, type Expression, type SqlBool } from 'kysely';
import type { Comparison } from '../../search/syntax-tree.js';
import type { RunRow } from '../schema.js';
import type { Tx } from '../tx.js';
import { allOf, ordered } from './conditions.js';
import {
  matches,
  terms,
  type Scope,
  type ResolvedCondition,
  type RunSearch
} from './run-conditions.js';
import { metricPasses } from './run-metrics.js';

/**
 * A page of runs ordered by a metric: first those with a number, then NaN, then those without.
 * The numbers come out of their index in order, so that the best hundred are found without
 * looking at every run.
 */
export const pageByMetric = async (
  tx: Tx,
  search: RunSearch,
  scope: Scope
): Promise<RunRow[]> => {
  const found: RunRow[] = [];
  let { offset } = search;
  // A run without the metric passes no test of it.
  const isTested = search.filter.some(testsOrdering(search));
  for (const section of isTested ? [numbers, nans] : [numbers, nans, absent]) {
    const limit = search.limit - found.length;
    if (limit <= 0) {
      break;
    }
    const query = section(tx, search, scope);
    const rows = await tx.all(query.rows.limit(limit).offset(offset));
    found.push(...rows);
    const skipped =
      rows.length === 0 && offset > 0
        ? (await tx.first(query.count))!.count
        : offset;
    offset -= skipped;
  }
  return found;
};

const numbers = (tx: Tx, search: RunSearch, scope: Scope) => {
  const [{ ascending }, ...rest] = search.orderings;
  const isOfOrdering = testsOrdering(search);
  // These are told by the row of the metric that is at hand.
  const tests = search.filter.filter(isOfOrdering);
  const filter = search.filter.filter(condition => !isOfOrdering(condition));
  return logged(tx, { ...search, filter }, scope, {
    where: allOf([
      sql`m.is_nan = 0`,
      ...tests.map(({ test }) => metricPasses('m', test))
    ]),
    order: ordered([
      { value: sql.ref('m.value'), ascending },
      ...rest.flatMap(term => terms(term, scope))
    ])
  });
};

/** Whether a condition is a test of the metric that a search is ordered by. */
const testsOrdering =
  ({ orderings: [{ field }] }: RunSearch) =>
  (condition: ResolvedCondition): condition is Comparison =>
    'test' in condition &&
    condition.field.kind === 'metric' &&
    condition.field.key === field.key &&
    !condition.field.history;

const nans = (tx: Tx, search: RunSearch, scope: Scope) =>
  logged(tx, search, scope, {
    where: sql`m.is_nan = 1`,
    order: orderWithoutFirst(search, scope)
  });

/** The metric's table is the outer one of the join: its index gives the order. */
const logged = (
  tx: Tx,
  search: RunSearch,
  scope: Scope,
  section: { where: Expression<SqlBool>; order: Expression<unknown> }
) => {
  const key = scope.keys.get(search.orderings[0].field.key)!;
  const from = tx.db
    .selectFrom('latest_metrics as m')
    .crossJoin('runs')
    .whereRef('runs.id', '=', 'm.run')
    .where('m.key', '=', key)
    .where(section.where)
    // Most tests need the id alone: the run is looked up where they are passed.
    .where(matches(search, { ...scope, run: sql.ref('m.run') }));
  return {
    rows: from.selectAll('runs').orderBy(section.order),
    count: from.select(({ fn }) => fn.countAll<number>().as('count'))
  };
};

const absent = (tx: Tx, search: RunSearch, scope: Scope) => {
  const key = scope.keys.get(search.orderings[0].field.key)!;
  const from = tx.db
    .selectFrom('runs')
    .where(
      sql<SqlBool>`not exists (select 1 from latest_metrics as l where l.run = runs.id and l.key = ${key})`
    )
    .where(matches(search, scope));
  return {
    rows: from.selectAll('runs').orderBy(orderWithoutFirst(search, scope)),
    count: from.select(({ fn }) => fn.countAll<number>().as('count'))
  };
};

const orderWithoutFirst = (search: RunSearch, scope: Scope) =>
  ordered(search.orderings.slice(1).flatMap(term => terms(term, scope)));
