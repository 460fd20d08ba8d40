import { sql } from 'kysely';
import { isOneOf } from '../dialect.js';
import type { RunRow } from '../schema.js';
import type { Tx } from '../tx.js';

/** Queries that check a whole store, and take away for good what was deleted. */

interface MetricOfRun {
  run_id: string;
  key: string;
}

const all = <Row>(tx: Tx, query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  tx.all({ compile: () => query.compile(tx.db) });

/** Metrics whose latest value is not the latest of their history. */
export const findStaleMetrics = (tx: Tx): Promise<MetricOfRun[]> =>
  all(
    tx,
    sql<MetricOfRun>`
      select runs.run_id, metric_keys.name as key
      from latest_metrics as latest
      join runs on runs.id = latest.run
      join metric_keys on metric_keys.id = latest.key
      where exists (
        select 1 from metrics as point
        where point.run = latest.run and point.key = latest.key
          and point.step >= latest.step
          and (point.step, point.timestamp, point.value)
            > (latest.step, latest.timestamp, latest.value)
      ) or not exists (
        select 1 from metrics as point
        where point.run = latest.run and point.key = latest.key
          and point.step = latest.step and point.timestamp = latest.timestamp
          and point.value = latest.value and point.is_nan = latest.is_nan
      )`
  );

/** Metrics that have a history and no latest value. */
export const findMetricsWithoutLatest = (tx: Tx): Promise<MetricOfRun[]> =>
  all(
    tx,
    sql<MetricOfRun>`
      select runs.run_id, metric_keys.name as key
      from (select run, key from metrics group by run, key) as history
      join runs on runs.id = history.run
      join metric_keys on metric_keys.id = history.key
      where not exists (
        select 1 from latest_metrics as latest
        where latest.run = history.run and latest.key = history.key
      )`
  );

/** How many runs have left points behind that are themselves gone. */
export const countLostRuns = async (tx: Tx): Promise<number> => {
  const [row] = await all(
    tx,
    sql<{ count: number | bigint }>`
      select count(*) as count
      from (select run from metrics group by run) as history
      where not exists (select 1 from runs where runs.id = history.run)`
  );
  return Number(row.count);
};

/** Runs in the trash since before a time; also those whose time nobody noted. */
export const findDeletedRuns = (tx: Tx, before: number): Promise<RunRow[]> =>
  tx.all(
    tx.db
      .selectFrom('runs')
      .selectAll()
      .where('lifecycle_stage', '=', 'deleted')
      .where(query =>
        query.or([
          query('deleted_time', 'is', null),
          query('deleted_time', '<=', before)
        ])
      )
  );

export const findRunsOfExperiments = (
  tx: Tx,
  experiments: readonly number[]
): Promise<RunRow[]> =>
  tx.all(
    tx.db
      .selectFrom('runs')
      .selectAll()
      .where(isOneOf(sql.ref('experiment'), experiments))
  );

export const findDeletedExperiments = (tx: Tx, before: number) =>
  tx.all(
    tx.db
      .selectFrom('experiments')
      .selectAll()
      .where('lifecycle_stage', '=', 'deleted')
      .where('last_update_time', '<=', before)
  );

/** Logged models in the trash, or of the given experiments. */
export const findDeletedLoggedModels = (
  tx: Tx,
  by: { before: number; experiments: readonly number[] }
) =>
  tx.all(
    tx.db
      .selectFrom('logged_models')
      .selectAll()
      .where(query =>
        query.or([
          query.and([
            query('lifecycle_stage', '=', 'deleted'),
            query('last_update_time', '<=', by.before)
          ]),
          isOneOf(sql.ref('experiment'), by.experiments)
        ])
      )
  );

/** Of a run or logged model: it is in the trash, or its experiment is. */
const isInTrash = sql<boolean>`(lifecycle_stage = 'deleted' or experiment in
  (select id from experiments where lifecycle_stage = 'deleted'))`;

/** Removes runs with all that belongs to them, if they are still in the trash; their ids. */
export const removeRuns = async (
  tx: Tx,
  runIds: readonly string[]
): Promise<string[]> => {
  const rows = await tx.all(
    tx.db
      .selectFrom('runs')
      .select(['id', 'run_id'])
      .where(isOneOf(sql.ref('run_id'), runIds))
      .where(isInTrash)
  );
  const ids = rows.map(({ id }) => id);
  for (const table of ['metrics', 'latest_metrics'] as const) {
    await tx.run(
      tx.db.deleteFrom(table as 'metrics').where(isOneOf(sql.ref('run'), ids))
    );
  }
  await tx.run(tx.db.deleteFrom('runs').where(isOneOf(sql.ref('id'), ids)));
  return rows.map(({ run_id }) => run_id);
};

/** Removes logged models that are still in the trash; their ids. */
export const removeLoggedModels = async (
  tx: Tx,
  modelIds: readonly string[]
): Promise<string[]> => {
  const rows = await tx.all(
    tx.db
      .deleteFrom('logged_models')
      .where(isOneOf(sql.ref('model_id'), modelIds))
      .where(isInTrash)
      .returning('model_id')
  );
  return rows.map(({ model_id }) => model_id);
};

/** Removes experiments that are still in the trash and have no runs any more; their number. */
export const removeExperiments = (tx: Tx, ids: readonly number[]) =>
  tx.run(
    tx.db
      .deleteFrom('experiments')
      .where(isOneOf(sql.ref('id'), ids))
      .where('lifecycle_stage', '=', 'deleted')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('runs')
              .select(sql.lit(1).as('one'))
              .whereRef('runs.experiment', '=', 'experiments.id')
          )
        )
      )
  );
