import { sql } from 'kysely';
import type { Field } from '../../search/syntax-tree.js';
import { isOneOf } from '../dialect.js';
import type { Tx } from '../tx.js';
import { attributeColumns } from './run-conditions.js';

/** The different texts that a field has in some experiments, or in all; at most `limit`. */
export const findTexts = async (
  tx: Tx,
  { kind, key }: Field,
  experiments: readonly number[] | 'all',
  limit: number
): Promise<string[]> => {
  const inside =
    experiments === 'all'
      ? sql<boolean>`true`
      : isOneOf(sql.ref('runs.experiment'), experiments);
  const rows = await tx.all(
    tx.db
      .selectFrom(sources[kind]!(key).as('texts'))
      .innerJoin('runs', 'runs.id', 'texts.run')
      .select('texts.value')
      .distinct()
      .where(inside)
      .where('texts.value', 'is not', null)
      .limit(limit)
  );
  return rows.map(({ value }) => value);
};

interface Text {
  run: number;
  value: string;
}

/** Where the texts of each kind of field are. */
const sources: Partial<
  Record<Field['kind'], (key: string) => ReturnType<typeof sql<Text>>>
> = {
  attribute: key =>
    sql<Text>`(select runs.id as run, ${attributeColumns[key]} as value from runs)`,
  param: key =>
    sql<Text>`(select v.run, v.value from params as v where v.key = ${key})`,
  tag: key =>
    sql<Text>`(select v.run, v.value from tags as v where v.key = ${key})`,
  dataset: key =>
    key === 'context'
      ? sql<Text>`(
          select i.run, t.value from dataset_inputs as i
          join dataset_input_tags as t on t.input = i.id
          where t.key = 'mlflow.data.context')`
      : sql<Text>`(
          select i.run, ${sql.ref(`d.${key}`)} as value from dataset_inputs as i
          join datasets as d on d.id = i.dataset)`
};
