import { sql, type Expression, type SqlBool } from 'kysely';
import type { History, Test } from '../../search/syntax-tree.js';
import { passes } from './conditions.js';

/** The id of the searched run. */
export type RunId = Expression<number>;

/** NaN differs from every number and compares with none. */
export const metricPasses = (
  table: string,
  test: Test
): Expression<SqlBool> => {
  const value = passes(sql.ref(`${table}.value`), test);
  const isNan = sql.ref(`${table}.is_nan`);
  return test.type === 'number' && test.operator === '!='
    ? sql`(${value} or ${isNan} = 1)`
    : sql`${isNan} = 0 and ${value}`;
};

/** Whether the latest value of a metric of the searched run passes a test. */
export const hasMetric = (
  run: RunId,
  key: number,
  test: Test
): Expression<SqlBool> =>
  sql`exists (select 1 from latest_metrics as l where l.run = ${run} and l.key = ${key} and ${metricPasses('l', test)})`;

/** The least, greatest, first or last number in the history of a metric; null where it is none. */
export const historyValue = (
  run: RunId,
  key: number,
  history: History
): Expression<unknown> => {
  switch (history) {
    case 'min':
    case 'max':
      return sql`(select ${sql.raw(history)}(h.value) from metrics as h where h.run = ${run} and h.key = ${key} and h.is_nan = 0)`;
    case 'first':
      return sql`(
        select case h.is_nan when 0 then h.value end from metrics as h
        where h.run = ${run} and h.key = ${key}
        order by h.step, h.timestamp, h.value limit 1)`;
    case 'last':
      return sql`(select case l.is_nan when 0 then l.value end from latest_metrics as l where l.run = ${run} and l.key = ${key})`;
  }
};

/** 0 for a number, 1 for NaN, 2 for no value. */
export const metricRank = (run: RunId, key: number): Expression<number> =>
  sql`coalesce((select l.is_nan from latest_metrics as l where l.run = ${run} and l.key = ${key}), 2)`;

export const metricValue = (
  run: RunId,
  key: number
): Expression<number | null> =>
  sql`(select l.value from latest_metrics as l where l.run = ${run} and l.key = ${key})`;
