import { sql } from 'kysely';
import type { KeyValue, LifecycleStage } from '../../../api/entities.js';
import type { RunStatus } from '../../../api/runs.js';
import type { Int64 } from '../../../api/scalars.js';
import { isOneOf, locked, lockedTogether } from '../dialect.js';
import { prepared } from '../prepared.js';
import { isRowId, noRow } from '../row-id.js';
import type { RunRow } from '../schema.js';
import type { QueryBuilder, RunPlace, Tx } from '../tx.js';

const MAX_REMEMBERED_RUNS = 10_000;

export interface NewRun {
  runId: string;
  experiment: number;
  name: string;
  userId: string;
  status: RunStatus;
  startTime: Int64;
}

const text = <T extends string = string>(value: T) =>
  sql<T>`cast(${value} as text)`;

const insertion = (db: Pick<QueryBuilder, 'insertInto'>, run: NewRun) =>
  db
    .insertInto('runs')
    .columns([
      'run_id',
      'experiment',
      'name',
      'user_id',
      'status',
      'start_time',
      'artifact_uri'
    ])
    .expression(({ selectFrom }) =>
      selectFrom('experiments')
        .select([
          text(run.runId).as('run_id'),
          'id',
          text(run.name).as('name'),
          text(run.userId).as('user_id'),
          text<RunStatus>(run.status).as('status'),
          sql<Int64>`cast(${run.startTime} as bigint)`.as('start_time'),
          sql<string>`artifact_location || '/' || ${text(run.runId)} || '/artifacts'`.as(
            'artifact_uri'
          )
        ])
        .where('id', '=', run.experiment)
        .where('lifecycle_stage', '=', 'active')
        .modifyEnd(lockedTogether)
    )
    .returningAll();

const insert = prepared(insertion);

interface NewTags {
  keys: readonly string[];
  values: readonly string[];
}

/** Fails by a null where there may be none unless the run is inserted: it has a tag at least. */
const insertWithTags = prepared((db, run: NewRun & NewTags) =>
  db
    .with('inserted', cte => insertion(cte, run))
    .with('tagged', cte =>
      cte
        .insertInto('tags')
        .columns(['run', 'key', 'value'])
        .expression(
          sql`select (select id from inserted), *
            from unnest(${run.keys}::text[], ${run.values}::text[])`
        )
    )
    .selectFrom('inserted')
    .selectAll()
);

const byRunId = prepared((db, { runId }: { runId: string }) =>
  db.selectFrom('runs').selectAll().where('run_id', '=', runId)
);

/** Fails by a division by zero unless the run is there and active. */
const insist = prepared((db, run: RunPlace) =>
  db
    .selectFrom('runs')
    .select(sql`1 / count(*)`.as('one'))
    .where('id', '=', run.id)
    .where('run_id', '=', run.run_id)
    .where('lifecycle_stage', '=', 'active')
);

interface RunChanges {
  name?: string | null;
  status?: RunStatus | null;
  end_time?: Int64 | null;
}

type Update = Required<RunChanges> & { id: number };

const updating = (db: Pick<QueryBuilder, 'updateTable'>, to: Update) =>
  db
    .updateTable('runs')
    .set(({ ref, fn }) => ({
      name: fn.coalesce(sql<string>`${to.name}`, ref('name')),
      status: fn.coalesce(sql<RunStatus>`${to.status}`, ref('status')),
      end_time: fn.coalesce(sql<Int64>`${to.end_time}`, ref('end_time'))
    }))
    .where('id', '=', to.id);

const update = prepared(updating);

/** Fails by a division by zero unless the run is there and active. */
const updateActive = prepared((db, to: Update & RunPlace) =>
  db
    .with('updated', cte =>
      updating(cte, to)
        .where('run_id', '=', to.run_id)
        .where('lifecycle_stage', '=', 'active')
        .returningAll()
    )
    .with('insisted', cte =>
      cte.selectFrom('updated').select(sql<number>`1 / count(*)`.as('one'))
    )
    .selectFrom('insisted')
    .leftJoin('updated', join => join.on('one', '=', 1))
    .selectAll('updated')
    .$castTo<RunRow>()
);

/** Adds a run to an experiment, which keeps its stage meanwhile; nothing unless that is active. */
export const insertRun = (tx: Tx, run: NewRun): Promise<RunRow | undefined> =>
  isRowId(run.experiment) ? tx.first(insert, run) : noRow;

/** As `insertRun`, with its tags and as the last of an operation; what cannot be done fails. */
export const insertRunWithTags = async (
  tx: Tx,
  run: NewRun,
  tags: readonly KeyValue[]
): Promise<RunRow> =>
  (await tx.last(insertWithTags, {
    ...run,
    keys: tags.map(({ key }) => key),
    values: tags.map(({ value }) => value)
  }))!;

export const findRun = (tx: Tx, runId: string): Promise<RunRow | undefined> =>
  tx.first(byRunId, { runId });

/** A run met before, which need not be there any more. */
export const recallRun = (tx: Tx, runId: string): RunPlace | undefined => {
  if (tx.optimistic) {
    return tx.runs.get(runId);
  }
  tx.runs.delete(runId);
  return undefined;
};

/** Unless the run is there and active, the transaction fails. */
export const insistOnRun = (tx: Tx, run: RunPlace): void =>
  tx.send(insist, run);

export const rememberRun = (
  tx: Tx,
  { id, run_id, experiment }: RunPlace
): void => {
  if (tx.optimistic) {
    if (tx.runs.size >= MAX_REMEMBERED_RUNS) {
      tx.runs.clear();
    }
    tx.runs.set(run_id, { id, run_id, experiment });
  }
};

/** Has others who lock the run wait for this transaction. */
export const lockRun = (tx: Tx, id: number) =>
  tx.first(
    tx.db.selectFrom('runs').select('id').where('id', '=', id).modifyEnd(locked)
  );

export const findRuns = (
  tx: Tx,
  runIds: readonly string[]
): Promise<RunRow[]> =>
  tx.all(
    tx.db
      .selectFrom('runs')
      .selectAll()
      .where(isOneOf(sql.ref('run_id'), runIds))
  );

/** What is not given stays as it is. */
export const updateRun = (
  tx: Tx,
  id: number,
  { name = null, status = null, end_time = null }: RunChanges
) => tx.send(update, { id, name, status, end_time });

/** As `updateRun`, of a recalled run and as the last of an operation; fails unless it is active. */
export const updateActiveRun = async (
  tx: Tx,
  run: RunPlace,
  { name = null, status = null, end_time = null }: RunChanges
): Promise<RunRow> =>
  (await tx.last(updateActive, { ...run, name, status, end_time }))!;

export const setRunStage = (tx: Tx, id: number, stage: LifecycleStage) =>
  tx.run(
    tx.db
      .updateTable('runs')
      .set({ lifecycle_stage: stage, deleted_time: deletedTime(stage) })
      .where('id', '=', id)
  );

export const setStageOfRunsIn = (
  tx: Tx,
  experiment: number,
  stage: LifecycleStage
) =>
  tx.run(
    tx.db
      .updateTable('runs')
      .set({ lifecycle_stage: stage, deleted_time: deletedTime(stage) })
      .where('experiment', '=', experiment)
  );

const deletedTime = (stage: LifecycleStage) =>
  stage === 'deleted' ? Date.now() : null;
