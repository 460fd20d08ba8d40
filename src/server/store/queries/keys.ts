import { sql } from 'kysely';
import { isOneOf } from '../dialect.js';
import { isRowId } from '../row-id.js';
import type { Tx } from '../tx.js';

/** Names of all metrics of some experiments. */
export const findMetricNames = async (
  tx: Tx,
  experiments: readonly number[]
): Promise<string[]> => {
  const rows = await tx.all(
    tx.db
      .selectFrom('metric_keys')
      .select('name')
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('latest_metrics')
            .innerJoin('runs', 'runs.id', 'latest_metrics.run')
            .select(sql.lit(1).as('one'))
            .whereRef('latest_metrics.key', '=', 'metric_keys.id')
            .where(
              isOneOf(sql.ref('runs.experiment'), experiments.filter(isRowId))
            )
        )
      )
      .orderBy('name')
  );
  return rows.map(({ name }) => name);
};

/** Names of all params, or tags, of some experiments. */
export const findNamesIn = async (
  tx: Tx,
  table: 'params' | 'tags',
  experiments: readonly number[]
): Promise<string[]> => {
  const rows = await tx.all(
    tx.db
      .selectFrom('runs')
      // Both tables have the same columns.
      .innerJoin(`${table as 'params'} as pairs`, 'pairs.run', 'runs.id')
      .select('key')
      .distinct()
      .where(isOneOf(sql.ref('runs.experiment'), experiments.filter(isRowId)))
      .orderBy('key')
  );
  return rows.map(({ key }) => key);
};
