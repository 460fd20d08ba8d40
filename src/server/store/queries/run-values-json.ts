import { sql, type Expression } from 'kysely';
import { byDialect, isOneOf } from '../dialect.js';
import { prepared } from '../prepared.js';
import type { Tx } from '../tx.js';

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

// Rows that are in order already are grouped in that order.
const metrics = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom(
      db
        .selectFrom('latest_metrics')
        .innerJoin('metric_keys', 'metric_keys.id', 'latest_metrics.key')
        .select(['run', 'name', 'value', 'is_nan', 'timestamp', 'step'])
        .where(isOneOf(sql.ref('run'), runs))
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
);

const pairs = (table: 'params' | 'tags') =>
  prepared((db, { runs }: { runs: readonly number[] }) =>
    db
      .selectFrom(
        db
          // Both tables have the same columns.
          .selectFrom(table as 'params')
          .selectAll()
          .where(isOneOf(sql.ref('run'), runs))
          .orderBy('run')
          .orderBy('key')
          .as('pairs')
      )
      .select([
        'run',
        list({ key: text('key'), value: text('value') }).as('json')
      ])
      .groupBy('run')
  );

const params = pairs('params');
const tags = pairs('tags');

/** The latest value of each metric: `{key, value, timestamp, step}`. */
export const findMetricsJson = (tx: Tx, runs: readonly number[]) =>
  tx.all(metrics, { runs });

/** `{key, value}` by key. */
export const findParamsJson = (tx: Tx, runs: readonly number[]) =>
  tx.all(params, { runs });

export const findTagsJson = (tx: Tx, runs: readonly number[]) =>
  tx.all(tags, { runs });
