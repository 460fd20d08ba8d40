import { sql, type Expression, type SqlBool } from 'kysely';
import type { Comparison, Ordering, Test } from '../../search/syntax-tree.js';
import { isOneOf } from '../dialect.js';
import { isRowId } from '../row-id.js';
import type { LoggedModelRow } from '../schema.js';
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
import { metricPasses } from './run-metrics.js';

/** A data set that a metric was measured on; without a digest, any version of it. */
export interface DatasetReference {
  name: string;
  digest?: string;
}

export interface LoggedModelSearch extends Search {
  experiments: readonly number[];
  /** Only metrics on one of these count; none stands for all. */
  datasets: readonly DatasetReference[];
  orderings: LoggedModelOrdering[];
}

export type LoggedModelOrdering = Ordering & {
  /** Order by the metric as measured on this. */
  dataset?: Partial<DatasetReference>;
};

const columns: Record<string, Expression<unknown>> = {
  name: sql.ref('logged_models.name'),
  model_id: sql.ref('logged_models.model_id'),
  model_type: sql.ref('logged_models.model_type'),
  // As the client names them: READY, PENDING, …
  status: sql`replace(logged_models.status, 'LOGGED_MODEL_', '')`,
  source_run_id: sql.ref('logged_models.source_run_id'),
  creation_timestamp: sql.ref('logged_models.creation_time'),
  last_updated_timestamp: sql.ref('logged_models.last_update_time')
};

const params: KeyValueTable = {
  name: 'logged_model_params',
  belongs: sql`v.model = logged_models.id`
};

const tags: KeyValueTable = {
  name: 'logged_model_tags',
  belongs: sql`v.model = logged_models.id`
};

/** A page of the logged models that pass a filter, in order. */
export const searchLoggedModels = (
  tx: Tx,
  search: LoggedModelSearch
): Promise<LoggedModelRow[]> =>
  tx.all(
    tx.db
      .selectFrom('logged_models')
      .selectAll()
      .where(isOneOf(sql.ref('experiment'), search.experiments.filter(isRowId)))
      .where('lifecycle_stage', '=', 'active')
      .where(allOf(conditions(search)))
      .orderBy(ordered(search.orderings.flatMap(toTerms)))
      .limit(search.limit)
      .offset(search.offset)
  );

const conditions = ({
  filter,
  datasets
}: LoggedModelSearch): Expression<SqlBool>[] => {
  const given = filter.map(comparison => condition(comparison, datasets));
  const hasMetrics = filter.some(({ field }) => field.kind === 'metric');
  return datasets.length > 0 && !hasMetrics
    ? [...given, hasMetric(onOneOf(datasets))]
    : given;
};

const condition = (
  { field: { kind, key }, test }: Comparison,
  datasets: readonly DatasetReference[]
): Expression<SqlBool> => {
  switch (kind) {
    case 'metric':
      return hasMetric(metricCondition(key, test, datasets));
    case 'param':
      return hasValue(params, key, test);
    case 'tag':
      return hasValue(tags, key, test);
    default:
      return passes(columns[key], test);
  }
};

const metricCondition = (
  key: string,
  test: Test,
  datasets: readonly DatasetReference[]
) =>
  sql<SqlBool>`m.key = ${key} and ${metricPasses('m', test)} and ${onOneOf(datasets)}`;

const hasMetric = (condition: Expression<SqlBool>): Expression<SqlBool> =>
  sql`exists (select 1 from logged_model_metrics as m where m.model = logged_models.id and ${condition})`;

const onOneOf = (datasets: readonly DatasetReference[]): Expression<SqlBool> =>
  datasets.length > 0
    ? sql`(${sql.join(datasets.map(onDataset), sql` or `)})`
    : sql`true`;

const onDataset = ({
  name,
  digest
}: Partial<DatasetReference>): Expression<SqlBool> =>
  allOf([
    ...(name ? [sql<SqlBool>`m.dataset_name = ${name}`] : []),
    ...(digest ? [sql<SqlBool>`m.dataset_digest = ${digest}`] : [])
  ]);

/** Models without a value come last. */
const toTerms = ({
  field,
  ascending,
  dataset
}: LoggedModelOrdering): OrderTerm[] => {
  const value =
    field.kind === 'metric'
      ? latestMetric(field.key, dataset ?? {})
      : columns[field.key];
  return [
    { value: sql`${value} is null`, ascending: true },
    { value, ascending }
  ];
};

const latestMetric = (key: string, dataset: Partial<DatasetReference>) =>
  sql`(
    select case m.is_nan when 0 then m.value end from logged_model_metrics as m
    where m.model = logged_models.id and m.key = ${key} and ${onDataset(dataset)}
    order by m.timestamp desc, m.step desc, m.run limit 1
  )`;
