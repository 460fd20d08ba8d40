import type { RunRow } from '../schema.js';
import type { Tx } from '../tx.js';
import { ordered } from './conditions.js';
import {
  scopeOf,
  matches,
  terms,
  type Scope,
  type RunSearch
} from './run-conditions.js';
import { pageByMetric } from './runs-by-metric.js';

export type { RunSearch };

/** A page of the runs that pass a filter, in order. */
export const searchRuns = async (
  tx: Tx,
  search: RunSearch
): Promise<RunRow[]> => {
  const scope = await scopeOf(tx, search);
  const [first] = search.orderings;
  return first?.field.kind === 'metric' && !first.field.history
    ? pageByMetric(tx, search, scope)
    : page(tx, search, scope);
};

const page = (tx: Tx, search: RunSearch, scope: Scope): Promise<RunRow[]> =>
  tx.all(
    tx.db
      .selectFrom('runs')
      .selectAll()
      .where(matches(search, scope))
      .orderBy(ordered(search.orderings.flatMap(term => terms(term, scope))))
      .limit(search.limit)
      .offset(search.offset)
  );

/** How many runs pass a filter. */
export const countRuns = async (tx: Tx, search: RunSearch): Promise<number> => {
  const scope = await scopeOf(tx, search);
  const row = await tx.first(
    tx.db
      .selectFrom('runs')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(matches(search, scope))
  );
  return row!.count;
};
