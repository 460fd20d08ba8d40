import { sql, type Expression, type SqlBool } from 'kysely';
import type { LifecycleStage } from '../../../api/entities.js';
import type { Comparison, Ordering } from '../../search/syntax-tree.js';
import type { ExperimentRow } from '../schema.js';
import type { Tx } from '../tx.js';
import {
  allOf,
  hasValue,
  ordered,
  passes,
  type KeyValueTable,
  type OrderTerm,
  type Search
} from './conditions.js';

const columns: Record<string, Expression<unknown>> = {
  name: sql.ref('experiments.name'),
  experiment_id: sql`cast(experiments.id as text)`,
  creation_time: sql.ref('experiments.creation_time'),
  last_update_time: sql.ref('experiments.last_update_time')
};

const tags: KeyValueTable = {
  name: 'experiment_tags',
  belongs: sql`v.experiment = experiments.id`
};

const condition = ({ field, test }: Comparison): Expression<SqlBool> =>
  field.kind === 'tag'
    ? hasValue(tags, field.key, test)
    : passes(columns[field.key], test);

const toTerm = ({ field, ascending }: Ordering): OrderTerm => ({
  // As numbers, not as the texts that filters compare with.
  value:
    field.key === 'experiment_id'
      ? sql.ref('experiments.id')
      : columns[field.key],
  ascending
});

/** Experiments that pass a filter, in order. */
export const searchExperiments = (
  tx: Tx,
  search: Search & { stages: readonly LifecycleStage[] }
): Promise<ExperimentRow[]> =>
  tx.all(
    tx.db
      .selectFrom('experiments')
      .selectAll()
      .where('lifecycle_stage', 'in', search.stages)
      .where(allOf(search.filter.map(condition)))
      .orderBy(ordered(search.orderings.map(toTerm)))
      .limit(search.limit)
      .offset(search.offset)
  );
