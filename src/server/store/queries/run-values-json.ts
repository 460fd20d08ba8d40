import { sql, type Expression } from 'kysely';
import { byDialect, isOneOf } from '../dialect.js';
import { prepared, type Prepared } from '../prepared.js';
import type { Tx } from '../tx.js';
import { findMetricKeys } from './metrics.js';

/**
 * Values of runs as the lists of objects that replies have, written as JSON by the database: a page
 * of runs has tens of thousands, and a row for each would cost more than all else.
 */
export interface RunValuesJson {
  run: number;
  json: string;
}

const text = (column: string) =>
  byDialect<string>(dialect => dialect.jsonText(sql.ref(column)));

const number = (column: string) =>
  byDialect<string>(dialect => dialect.jsonNumber(sql.ref(column)));

const list = (fields: Record<string, Expression<string>>) =>
  sql<string>`${byDialect(dialect => dialect.jsonList(fields))}`;

// JSON has no NaN; MLflow's clients expect its name.
const value = sql<string>`case is_nan when 0 then ${number('value')} else ${byDialect(
  dialect => dialect.jsonText(sql`cast('NaN' as text)`)
)} end`;

interface Wanted<Key> {
  runs: readonly number[];
  keys: readonly Key[];
}

/** The values of some runs: all of them, or those of some keys. */
const allAndSome = <Key>(build: (isSome: boolean) => ValuesQuery<Key>) => ({
  all: build(false),
  some: build(true)
});

type ValuesQuery<Key> = Prepared<Wanted<Key>, RunValuesJson>;

// Rows that are in order already are grouped in that order.
const metrics = allAndSome<number>(isSome =>
  prepared((db, { runs, keys }) =>
    db
      .selectFrom(
        db
          .selectFrom('latest_metrics')
          .innerJoin('metric_keys', 'metric_keys.id', 'latest_metrics.key')
          .select(['run', 'name', 'value', 'is_nan', 'timestamp', 'step'])
          .where(isOneOf(sql.ref('run'), runs))
          .$if(isSome, query =>
            query.where(isOneOf(sql.ref('latest_metrics.key'), keys))
          )
          .orderBy('run')
          .orderBy('latest_metrics.key')
          .as('latest')
      )
      .select([
        'run',
        list({
          key: text('name'),
          value,
          timestamp: number('timestamp'),
          step: number('step')
        }).as('json')
      ])
      .groupBy('run')
  )
);

const pairs = (table: 'params' | 'tags') =>
  allAndSome<string>(isSome =>
    prepared((db, { runs, keys }) =>
      db
        .selectFrom(
          db
            // Both tables have the same columns.
            .selectFrom(table as 'params')
            .selectAll()
            .where(isOneOf(sql.ref('run'), runs))
            .$if(isSome, query => query.where(isOneOf(sql.ref('key'), keys)))
            .orderBy('run')
            .orderBy('key')
            .as('pairs')
        )
        .select([
          'run',
          list({ key: text('key'), value: text('value') }).as('json')
        ])
        .groupBy('run')
    )
  );

const params = pairs('params');
const tags = pairs('tags');

const find = async <Key>(
  tx: Tx,
  { all, some }: { all: ValuesQuery<Key>; some: ValuesQuery<Key> },
  runs: readonly number[],
  keys: readonly Key[] | undefined
): Promise<RunValuesJson[]> => {
  if (keys === undefined) {
    return tx.all(all, { runs, keys: [] });
  }
  return keys.length > 0 ? tx.all(some, { runs, keys }) : [];
};

/** The latest value of each metric, or of those named: `{key, value, timestamp, step}`. */
export const findMetricsJson = async (
  tx: Tx,
  runs: readonly number[],
  names?: readonly string[]
) => find(tx, metrics, runs, names && (await findMetricKeys(tx, names)));

/** `{key, value}` by key: all, or those of some keys. */
export const findParamsJson = (
  tx: Tx,
  runs: readonly number[],
  keys?: readonly string[]
) => find(tx, params, runs, keys);

export const findTagsJson = (
  tx: Tx,
  runs: readonly number[],
  keys?: readonly string[]
) => find(tx, tags, runs, keys);
