import { sql } from 'kysely';
import type { LifecycleStage } from '../../../api/entities.js';
import type { RunStatus } from '../../../api/runs.js';
import type { Int64 } from '../../../api/scalars.js';
import { isOneOf, locked } from '../dialect.js';
import { prepared } from '../prepared.js';
import type { RunRow } from '../schema.js';
import type { Tx } from '../tx.js';

export interface NewRun {
  runId: string;
  experiment: number;
  name: string;
  userId: string;
  status: RunStatus;
  startTime: Int64;
  artifactUri: string;
}

const insert = prepared((db, run: NewRun) =>
  db
    .insertInto('runs')
    .values({
      run_id: run.runId,
      experiment: run.experiment,
      name: run.name,
      user_id: run.userId,
      status: run.status,
      start_time: run.startTime,
      artifact_uri: run.artifactUri
    })
    .returningAll()
);

const byRunId = prepared((db, { runId }: { runId: string }) =>
  db.selectFrom('runs').selectAll().where('run_id', '=', runId)
);

interface RunChanges {
  name?: string | null;
  status?: RunStatus | null;
  end_time?: Int64 | null;
}

const update = prepared((db, to: Required<RunChanges> & { id: number }) =>
  db
    .updateTable('runs')
    .set(({ ref, fn }) => ({
      name: fn.coalesce(sql<string>`${to.name}`, ref('name')),
      status: fn.coalesce(sql<RunStatus>`${to.status}`, ref('status')),
      end_time: fn.coalesce(sql<Int64>`${to.end_time}`, ref('end_time'))
    }))
    .where('id', '=', to.id)
);

export const insertRun = async (tx: Tx, run: NewRun): Promise<RunRow> =>
  (await tx.first(insert, run))!;

export const findRun = (tx: Tx, runId: string): Promise<RunRow | undefined> =>
  tx.first(byRunId, { runId });

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
