import { sql, type Expression, type SqlBool } from 'kysely';
import type { Test } from '../../search/syntax-tree.js';
import { passes } from './conditions.js';
import type { RunId } from './run-metrics.js';

/** Whether the searched run uses a dataset whose name, digest or context passes a test. */
export const hasDataset = (
  run: RunId,
  key: string,
  test: Test
): Expression<SqlBool> =>
  key === 'context'
    ? sql`exists (
        select 1 from dataset_inputs as i
        join dataset_input_tags as t on t.input = i.id
        where i.run = ${run} and t.key = 'mlflow.data.context'
          and ${passes(sql.ref('t.value'), test)})`
    : sql`exists (
        select 1 from dataset_inputs as i
        join datasets as d on d.id = i.dataset
        where i.run = ${run} and ${passes(sql.ref(`d.${key}`), test)})`;
