import { sql, type Expression, type SqlBool } from 'kysely';
import type { History, Test } from '../../search/syntax-tree.js';
import { passes } from './conditions.js';

/** NaN differs from every number and compares with none. */
export const metricPasses = (test: Test): Expression<SqlBool> => {
  const value = passes(sql.ref('m.value'), test);
  return test.type === 'number' && test.operator === '!='
    ? sql`(${value} or m.is_nan = 1)`
    : sql`m.is_nan = 0 and ${value}`;
};

/** Whether the latest value of a metric of the searched run passes a test. */
export const hasMetric = (key: number, test: Test): Expression<SqlBool> =>
  sql`exists (select 1 from latest_metrics as m where m.run = runs.id and m.key = ${key} and ${metricPasses(test)})`;

/** The least, greatest, first or last number in the history of a metric; null where it is none. */
export const historyValue = (
  key: number,
  history: History
): Expression<unknown> => {
  switch (history) {
    case 'min':
    case 'max':
      return sql`(select ${sql.raw(history)}(h.value) from metrics as h where h.run = runs.id and h.key = ${key} and h.is_nan = 0)`;
    case 'first':
      return sql`(
        select case h.is_nan when 0 then h.value end from metrics as h
        where h.run = runs.id and h.key = ${key}
        order by h.step, h.timestamp, h.value limit 1)`;
    case 'last':
      return sql`(select case m.is_nan when 0 then m.value end from latest_metrics as m where m.run = runs.id and m.key = ${key})`;
  }
};

/** 0 for a number, 1 for NaN, 2 for no value. */
export const metricRank = (key: number): Expression<number> =>
  sql`coalesce((select m.is_nan from latest_metrics as m where m.run = runs.id and m.key = ${key}), 2)`;

export const metricValue = (key: number): Expression<number | null> =>
  sql`(select m.value from latest_metrics as m where m.run = runs.id and m.key = ${key})`;
