import { sql, type Expression, type SqlBool } from 'kysely';
import type { Comparison, Ordering } from '../../search/syntax-tree.js';
import type { ModelVersionRow } from '../schema.js';
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
  version_number: sql.ref('model_versions.version'),
  run_id: sql.ref('model_versions.run_id'),
  source_path: sql.ref('model_versions.source'),
  creation_timestamp: sql.ref('model_versions.creation_time'),
  last_updated_timestamp: sql.ref('model_versions.last_update_time')
};

const tags: KeyValueTable = {
  name: 'model_version_tags',
  belongs: sql`v.model = model_versions.model and v.version = model_versions.version`
};

/** Whether no version of the model has the tag. Asked of each version, it would look at all tags of its model. */
const modelLacksTag = (key: string | undefined): Expression<SqlBool> =>
  key === undefined
    ? sql`true`
    : sql`model_versions.model not in (select v.model from model_version_tags as v where v.key = ${key} and v.value = 'true')`;

const condition = ({ field, test }: Comparison): Expression<SqlBool> =>
  field.kind === 'tag'
    ? hasValue(tags, field.key, test)
    : passes(columns[field.key], test);

const toTerm = ({ field, ascending }: Ordering): OrderTerm => ({
  value: columns[field.key],
  ascending
});

export type NamedVersionRow = ModelVersionRow & { name: string };

/** Versions that pass a filter, in order; not of models of which a version has `excludedTag` = true. */
export const searchModelVersions = (
  tx: Tx,
  search: Search & { excludedTag?: string }
): Promise<NamedVersionRow[]> =>
  tx.all(
    tx.db
      .selectFrom('model_versions')
      .innerJoin(
        'registered_models',
        'registered_models.id',
        'model_versions.model'
      )
      .selectAll('model_versions')
      .select('registered_models.name')
      .where('model_versions.deleted', '=', 0)
      .where(allOf(search.filter.map(condition)))
      .where(modelLacksTag(search.excludedTag))
      .orderBy(ordered(search.orderings.map(toTerm)))
      .limit(search.limit)
      .offset(search.offset)
  );
