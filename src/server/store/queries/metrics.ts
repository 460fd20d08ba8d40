import { sql } from 'kysely';
import type { Int64 } from '../../../api/scalars.js';
import { byDialect, clusteredBy, isOneOf } from '../dialect.js';
import { insertRows, places, type ColumnTypes } from '../insert-rows.js';
import { prepared } from '../prepared.js';
import type { MetricRow } from '../schema.js';
import type { Tx } from '../tx.js';

const MAX_REMEMBERED_KEYS = 100_000;

const keyByName = prepared((db, { name }: { name: string }) =>
  db.selectFrom('metric_keys').select('id').where('name', '=', name)
);

const keysByName = prepared((db, { names }: { names: readonly string[] }) =>
  db
    .selectFrom('metric_keys')
    .selectAll()
    .where(isOneOf(sql.ref('name'), names))
);

const insertKey = prepared((db, row: { name: string }) =>
  insertRows(db, 'metric_keys', row, { name: 'text' }).onConflict(conflict =>
    conflict.doNothing()
  )
);

const pointTypes: ColumnTypes<MetricRow> = {
  run: 'integer',
  key: 'integer',
  step: 'bigint',
  timestamp: 'bigint',
  value: 'real',
  is_nan: 'integer'
};

// The same point logged twice is one point.
const insertPoint = prepared((db, point: MetricRow) =>
  db
    .insertInto('metrics')
    .columns(Object.keys(pointTypes) as (keyof MetricRow)[])
    .expression(
      byDialect(dialect => dialect.newPoints(places(point, pointTypes)))
    )
);

const upsertLatest = prepared((db, point: MetricRow) =>
  insertRows(db, 'latest_metrics', point, pointTypes).onConflict(conflict =>
    conflict
      .columns(['run', 'key'])
      .doUpdateSet(({ ref }) => ({
        step: ref('excluded.step'),
        timestamp: ref('excluded.timestamp'),
        value: ref('excluded.value'),
        is_nan: ref('excluded.is_nan')
      }))
      .where(
        sql<boolean>`(excluded.step, excluded.timestamp, excluded.value) > (latest_metrics.step, latest_metrics.timestamp, latest_metrics.value)`
      )
  )
);

const latestOf = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom('latest_metrics')
    .select(['run', 'key', 'step', 'timestamp', 'value', 'is_nan'])
    .where(isOneOf(sql.ref('run'), runs))
    .orderBy(clusteredBy('run', 'key'))
);
type LatestTuple = [number, number, Int64, Int64, number, number];

const namesOfKeys = prepared((db, { ids }: { ids: readonly number[] }) =>
  db
    .selectFrom('metric_keys')
    .selectAll()
    .where(isOneOf(sql.ref('id'), ids))
);

const pointsOf = prepared((db, by: { run: number; key: number }) =>
  db
    .selectFrom('metrics')
    .select(['step', 'timestamp', 'value', 'is_nan'])
    .where('run', '=', by.run)
    .where('key', '=', by.key)
    .orderBy('step')
    .orderBy('timestamp')
    .orderBy('value')
    .orderBy('is_nan')
);

const pageOfPoints = prepared(
  (db, by: { run: number; key: number; limit: number; offset: number }) =>
    db
      .selectFrom('metrics')
      .select(['step', 'timestamp', 'value', 'is_nan'])
      .where('run', '=', by.run)
      .where('key', '=', by.key)
      .orderBy('timestamp')
      .orderBy('step')
      .orderBy('value')
      .limit(by.limit)
      .offset(by.offset)
);

const firstPoint = (column: 'value' | 'is_nan') =>
  sql<number>`(
    select first.${sql.ref(column)} from metrics as first
    where first.run = metrics.run and first.key = metrics.key
    order by first.step, first.timestamp, first.value limit 1)`;

const summariesOf = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom('metrics')
    .innerJoin('metric_keys', 'metric_keys.id', 'metrics.key')
    .innerJoin('latest_metrics as last', join =>
      join
        .onRef('last.run', '=', 'metrics.run')
        .onRef('last.key', '=', 'metrics.key')
    )
    .select(({ fn }) => [
      'metrics.run',
      'metric_keys.name as key',
      fn.countAll<number>().as('count'),
      sql<
        number | null
      >`min(case metrics.is_nan when 0 then metrics.value end)`.as('min'),
      sql<
        number | null
      >`max(case metrics.is_nan when 0 then metrics.value end)`.as('max'),
      firstPoint('value').as('first'),
      firstPoint('is_nan').as('first_is_nan'),
      'last.value as last',
      'last.is_nan as last_is_nan',
      'last.step as last_step'
    ])
    .where(isOneOf(sql.ref('metrics.run'), runs))
    .groupBy([
      'metrics.run',
      'metrics.key',
      'metric_keys.name',
      'last.value',
      'last.is_nan',
      'last.step'
    ])
);

export type Point = Pick<MetricRow, 'step' | 'timestamp' | 'value' | 'is_nan'>;

export interface LatestMetric extends Point {
  run: number;
  key: string;
}

/** Stores NaN as SQLite can, and infinities as MLflow does: as the largest finite values. */
export const toStored = (value: number): Pick<Point, 'value' | 'is_nan'> => {
  if (Number.isNaN(value)) {
    return { value: 0, is_nan: 1 };
  }
  const finite = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  return { value: finite, is_nan: 0 };
};

export const valueOf = ({ value, is_nan }: Pick<Point, 'value' | 'is_nan'>) =>
  is_nan ? NaN : value;

export const findMetricKey = async (
  tx: Tx,
  name: string
): Promise<number | undefined> =>
  tx.metricKeyIds.get(name) ?? (await tx.first(keyByName, { name }))?.id;

/** The ids of keys, as far as there are any. */
export const findMetricKeys = async (
  tx: Tx,
  names: readonly string[]
): Promise<number[]> => {
  const rows = await tx.all(keysByName, { names });
  return rows.map(({ id }) => id);
};

/** The ids of keys; those that were never met before get one. */
export const internMetricKeys = async (
  tx: Tx,
  names: readonly string[]
): Promise<ReadonlyMap<string, number>> => {
  if (tx.metricKeyIds.size >= MAX_REMEMBERED_KEYS) {
    tx.metricKeyIds.clear();
  }
  const unknown = (): string[] => [
    ...new Set(names.filter(name => !tx.metricKeyIds.has(name)))
  ];
  await rememberKeys(tx, unknown());
  const missing = unknown();
  if (missing.length > 0) {
    await tx.runEach(
      insertKey,
      // In one order, so that two writers do not wait for each other.
      missing.sort().map(name => ({ name }))
    );
    await rememberKeys(tx, missing);
  }
  return tx.metricKeyIds;
};

const rememberKeys = async (
  tx: Tx,
  names: readonly string[]
): Promise<void> => {
  if (names.length > 0) {
    const rows = await tx.all(keysByName, { names });
    rows.forEach(({ id, name }) => tx.metricKeyIds.set(name, id));
  }
};

/**
 * Adds points, none of them twice, to histories, with the latest of each metric. These go first: on
 * PostgreSQL their rows make other writers of the same metrics wait.
 */
export const insertPoints = (
  tx: Tx,
  points: readonly MetricRow[],
  latest: readonly MetricRow[]
): void => {
  tx.sendEach(upsertLatest, latest);
  tx.sendEach(insertPoint, points);
};

export const findLatestMetrics = async (
  tx: Tx,
  runs: readonly number[]
): Promise<LatestMetric[]> => {
  const tuples = await tx.tuples<LatestTuple, { runs: readonly number[] }>(
    latestOf,
    {
      runs: runs
    }
  );
  const names = await namesOf(
    tx,
    tuples.map(([, key]) => key)
  );
  return tuples.map(([run, key, step, timestamp, value, is_nan]) => ({
    run,
    key: names.get(key)!,
    step,
    timestamp,
    value,
    is_nan
  }));
};

/** The names of keys by their ids. */
export const namesOf = async (
  tx: Tx,
  keys: readonly number[]
): Promise<ReadonlyMap<number, string>> => {
  const unknown = new Set(keys.filter(key => !tx.metricKeyNames.has(key)));
  if (unknown.size > 0) {
    const rows = await tx.all(namesOfKeys, { ids: [...unknown] });
    rows.forEach(({ id, name }) => tx.metricKeyNames.set(id, name));
  }
  return tx.metricKeyNames;
};

/** A metric's whole history by step. */
export const findPoints = async (
  tx: Tx,
  by: { run: number; key: number }
): Promise<Point[]> => {
  const tuples = await tx.tuples<PointTuple, typeof by>(pointsOf, by);
  return tuples.map(([step, timestamp, value, is_nan]) => ({
    step,
    timestamp,
    value,
    is_nan
  }));
};
type PointTuple = [Int64, Int64, number, number];

/** A page of a metric's history by time, as MLflow pages it. */
export const findPointsByTime = (
  tx: Tx,
  by: { run: number; key: number; limit: number; offset: number }
): Promise<Point[]> => tx.all(pageOfPoints, by);

/** Count and extremes of each metric of some runs, with its first and its last point. */
export const findSummaries = (tx: Tx, runs: readonly number[]) =>
  tx.all(summariesOf, { runs });
export type SummaryRow = Awaited<ReturnType<typeof findSummaries>>[number];
