import { sql, type Expression, type SqlBool } from 'kysely';
import type { Comparison, Ordering } from '../../search/syntax-tree.js';
import type { RegisteredModelRow } from '../schema.js';
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
  name: sql.ref('registered_models.name'),
  last_updated_timestamp: sql.ref('registered_models.last_update_time')
};

const registeredModelTagTable: KeyValueTable = {
  name: 'registered_model_tags',
  belongs: sql`v.model = registered_models.id`
};

const condition = ({ field, test }: Comparison): Expression<SqlBool> =>
  field.kind === 'tag'
    ? hasValue(registeredModelTagTable, field.key, test)
    : passes(columns[field.key], test);

const toTerm = ({ field, ascending }: Ordering): OrderTerm => ({
  value: columns[field.key],
  ascending
});

/** Registered models that pass a filter, in order; not those with the tag `excludedTag` = true. */
export const searchRegisteredModels = (
  tx: Tx,
  search: Search & { excludedTag?: string }
): Promise<RegisteredModelRow[]> =>
  tx.all(
    tx.db
      .selectFrom('registered_models')
      .selectAll()
      .where(allOf(search.filter.map(condition)))
      .where(lacksTag(search.excludedTag))
      .orderBy(ordered(search.orderings.map(toTerm)))
      .limit(search.limit)
      .offset(search.offset)
  );

/** Holds for rows without the tag, or where it is not `true`. */
const lacksTag = (key: string | undefined): Expression<SqlBool> =>
  key === undefined
    ? sql`true`
    : sql`not ${hasValue(registeredModelTagTable, key, { type: 'text', operator: '=', value: 'true' })}`;
