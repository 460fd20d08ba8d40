import { sql, type Insertable } from 'kysely';
import { insertRows, type ColumnTypes } from '../insert-rows.js';
import { isOneOf } from '../dialect.js';
import { prepared } from '../prepared.js';
import type { ExperimentRow, MetricRow, RunsTable } from '../schema.js';
import type { Tx } from '../tx.js';

/** Queries that read whole stores, and write rows that were made elsewhere. */

type WholeRun = Required<Omit<Insertable<RunsTable>, 'id'>>;

const runTypes: ColumnTypes<WholeRun> = {
  run_id: 'text',
  experiment: 'integer',
  name: 'text',
  user_id: 'text',
  status: 'text',
  start_time: 'bigint',
  end_time: 'bigint',
  deleted_time: 'bigint',
  lifecycle_stage: 'text',
  artifact_uri: 'text'
};

const upsertRun = prepared((db, run: WholeRun) =>
  insertRows(db, 'runs', run, runTypes).onConflict(conflict =>
    conflict.column('run_id').doUpdateSet(({ ref }) => ({
      name: ref('excluded.name'),
      user_id: ref('excluded.user_id'),
      status: ref('excluded.status'),
      start_time: ref('excluded.start_time'),
      end_time: ref('excluded.end_time'),
      deleted_time: ref('excluded.deleted_time'),
      lifecycle_stage: ref('excluded.lifecycle_stage'),
      artifact_uri: ref('excluded.artifact_uri')
    }))
  )
);

const pageOfRuns = prepared((db, by: { after: number; limit: number }) =>
  db
    .selectFrom('runs')
    .selectAll()
    .where('id', '>', by.after)
    .orderBy('id')
    .limit(by.limit)
);

/** Where reading a run's points goes on; in the order they are stored in. */
export type PointPlace = Omit<MetricRow, 'run'>;

const pageOfPoints = prepared(
  (db, by: PointPlace & { run: number; limit: number }) =>
    db
      .selectFrom('metrics')
      .select(['key', 'step', 'timestamp', 'value', 'is_nan'])
      .where('run', '=', by.run)
      .where('key', '>=', by.key)
      .where(
        sql<boolean>`(key, step, timestamp, value, is_nan) > (${by.key}, ${by.step}, ${by.timestamp}, ${by.value}, ${by.is_nan})`
      )
      .orderBy('key')
      .orderBy('step')
      .orderBy('timestamp')
      .orderBy('value')
      .orderBy('is_nan')
      .limit(by.limit)
);
type PointTuple = [
  PointPlace['key'],
  PointPlace['step'],
  PointPlace['timestamp'],
  number,
  number
];

const hasRuns = prepared((db, { experiment }: { experiment: number }) =>
  db
    .selectFrom('runs')
    .select('id')
    .where('experiment', '=', experiment)
    .limit(1)
);

/** Adds runs, or brings those that are there up to date in all but their experiment. */
export const upsertRuns = (tx: Tx, runs: readonly WholeRun[]) =>
  tx.runEach(upsertRun, runs);

export const findPageOfRuns = (tx: Tx, by: { after: number; limit: number }) =>
  tx.all(pageOfRuns, by);

export const findPageOfPoints = (
  tx: Tx,
  by: PointPlace & { run: number; limit: number }
) => tx.tuples<PointTuple, typeof by>(pageOfPoints, by);

export const isEmptyExperiment = async (tx: Tx, experiment: number) =>
  (await tx.first(hasRuns, { experiment })) === undefined;

export const allExperiments = (tx: Tx): Promise<ExperimentRow[]> =>
  tx.all(tx.db.selectFrom('experiments').selectAll().orderBy('id'));

export const restoreExperimentRow = (
  tx: Tx,
  id: number,
  row: Partial<Omit<ExperimentRow, 'id'>>
) => tx.run(tx.db.updateTable('experiments').set(row).where('id', '=', id));

export const findPageOfLoggedModels = (
  tx: Tx,
  by: { after: number; limit: number }
) =>
  tx.all(
    tx.db
      .selectFrom('logged_models')
      .selectAll()
      .where('id', '>', by.after)
      .orderBy('id')
      .limit(by.limit)
  );

export const findLoggedModels = (tx: Tx, modelIds: readonly string[]) =>
  tx.all(
    tx.db
      .selectFrom('logged_models')
      .selectAll()
      .where(isOneOf(sql.ref('model_id'), modelIds))
  );

export const allRegisteredModels = (tx: Tx) =>
  tx.all(tx.db.selectFrom('registered_models').selectAll().orderBy('id'));

/** All versions of some models, deleted ones too. */
export const versionsOf = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('model_versions')
      .selectAll()
      .where(isOneOf(sql.ref('model'), models))
      .orderBy('version')
  );

const countedTables = {
  experiments: 'experiments',
  runs: 'runs',
  points: 'metrics',
  params: 'params',
  tags: 'tags',
  datasetInputs: 'dataset_inputs',
  loggedModels: 'logged_models',
  registeredModels: 'registered_models',
  modelVersions: 'model_versions'
} as const;

export const countAll = async (
  tx: Tx
): Promise<Record<keyof typeof countedTables, number>> => {
  const counts = {} as Record<keyof typeof countedTables, number>;
  for (const [kind, table] of Object.entries(countedTables)) {
    const row = await tx.first(
      tx.db
        .selectFrom(table as 'runs')
        .select(query => query.fn.countAll<number>().as('count'))
    );
    counts[kind as keyof typeof countedTables] = Number(row!.count);
  }
  return counts;
};
