import { sql } from 'kysely';
import { isOneOf } from '../dialect.js';
import { prepared } from '../prepared.js';
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

const usesOfMetrics = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom(
      db
        .selectFrom('latest_metrics')
        .select(({ fn }) => ['key', fn.countAll<number>().as('count')])
        .where(isOneOf(sql.ref('run'), runs))
        .groupBy('key')
        .as('uses')
    )
    .innerJoin('metric_keys', 'metric_keys.id', 'uses.key')
    .select(['name as key', 'count'])
    .orderBy('name')
);

const usesOfPairs = (table: 'params' | 'tags') =>
  prepared((db, { runs }: { runs: readonly number[] }) =>
    db
      // Both tables have the same columns.
      .selectFrom(table as 'params')
      .select(({ fn }) => [
        'key',
        fn.countAll<number>().as('count'),
        sql<boolean | number>`min(value) <> max(value)`.as('varies')
      ])
      .where(isOneOf(sql.ref('run'), runs))
      .groupBy('key')
      .orderBy('key')
  );

const usesOfParams = usesOfPairs('params');
const usesOfTags = usesOfPairs('tags');

/** How many of some runs have each metric. */
export const countMetricUses = (tx: Tx, runs: readonly number[]) =>
  tx.all(usesOfMetrics, { runs });

/** How many of some runs have each param, and whether their values differ. */
export const countParamUses = (tx: Tx, runs: readonly number[]) =>
  tx.all(usesOfParams, { runs });

export const countTagUses = (tx: Tx, runs: readonly number[]) =>
  tx.all(usesOfTags, { runs });
