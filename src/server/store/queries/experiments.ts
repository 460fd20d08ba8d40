import { sql } from 'kysely';
import {
  byDialect,
  clusteredBy,
  isOneOf,
  locked,
  lockedTogether
} from '../dialect.js';
import { prepared } from '../prepared.js';
import { isRowId, noRow } from '../row-id.js';
import type { ExperimentRow } from '../schema.js';
import type { Tx } from '../tx.js';

interface NewExperiment {
  /** The next one, if none is given. */
  id?: number;
  name: string;
  artifactLocation: string;
  time: number;
}

const insert = prepared((db, row: Omit<NewExperiment, 'id'>) =>
  db.insertInto('experiments').values(columnsOf(row)).returning('id')
);

const insertWithId = prepared((db, row: NewExperiment & { id: number }) =>
  db
    .insertInto('experiments')
    .values({ id: row.id, ...columnsOf(row) })
    .returning('id')
);

const raiseIds = prepared((db, _: object) => {
  const query = sql`${byDialect(dialect => dialect.raiseIds())}`;
  return { compile: () => query.compile(db) };
});

const columnsOf = (row: Omit<NewExperiment, 'id'>) => ({
  name: row.name,
  artifact_location: row.artifactLocation,
  creation_time: row.time,
  last_update_time: row.time
});

const any = prepared((db, _: object) =>
  db.selectFrom('experiments').select('id').limit(1)
);

const byId = prepared((db, { id }: { id: number }) =>
  db.selectFrom('experiments').selectAll().where('id', '=', id)
);

const byIdKept = prepared((db, { id }: { id: number }) =>
  db
    .selectFrom('experiments')
    .selectAll()
    .where('id', '=', id)
    .modifyEnd(lockedTogether)
);

const byIdLocked = prepared((db, { id }: { id: number }) =>
  db
    .selectFrom('experiments')
    .select('id')
    .where('id', '=', id)
    .modifyEnd(locked)
);

const byName = prepared((db, { name }: { name: string }) =>
  db.selectFrom('experiments').selectAll().where('name', '=', name)
);

const upsertTag = prepared(
  (db, tag: { experiment: number; key: string; value: string }) =>
    db
      .insertInto('experiment_tags')
      .values({
        experiment: tag.experiment,
        key: tag.key,
        value: tag.value
      })
      .onConflict(conflict =>
        conflict
          .columns(['experiment', 'key'])
          .doUpdateSet({ value: tag.value })
      )
);

export const insertExperiment = async (
  tx: Tx,
  { id, ...row }: NewExperiment
): Promise<number> =>
  id === undefined
    ? (await tx.first(insert, row))!.id
    : insertWithGivenId(tx, { id, ...row });

const insertWithGivenId = async (
  tx: Tx,
  row: NewExperiment & { id: number }
): Promise<number> => {
  await tx.first(insertWithId, row);
  await tx.first(raiseIds, {});
  return row.id;
};

export const hasExperiments = async (tx: Tx) =>
  (await tx.first(any, {})) !== undefined;

/** While a transaction writes, an experiment that it has found keeps its stage. */
export const findExperiment = (tx: Tx, id: number) =>
  isRowId(id) ? tx.first(tx.writing ? byIdKept : byId, { id }) : noRow;

/** Has others who change the experiment, or who count on it, wait for this transaction. */
export const lockExperiment = async (tx: Tx, id: number): Promise<void> => {
  if (isRowId(id)) {
    await tx.first(byIdLocked, { id });
  }
};

export const findExperimentByName = (tx: Tx, name: string) =>
  tx.first(byName, { name });

export const updateExperiment = (
  tx: Tx,
  id: number,
  changes: Partial<
    Pick<
      ExperimentRow,
      'name' | 'artifact_location' | 'lifecycle_stage' | 'last_update_time'
    >
  >
) => tx.run(tx.db.updateTable('experiments').set(changes).where('id', '=', id));

export const setExperimentTag = (
  tx: Tx,
  tag: { experiment: number; key: string; value: string }
) => tx.run(upsertTag, tag);

export const deleteExperimentTag = (tx: Tx, experiment: number, key: string) =>
  tx.run(
    tx.db
      .deleteFrom('experiment_tags')
      .where('experiment', '=', experiment)
      .where('key', '=', key)
  );

export const experimentTags = (tx: Tx, experiments: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('experiment_tags')
      .selectAll()
      .where(isOneOf(sql.ref('experiment'), experiments))
      .orderBy(clusteredBy('experiment', 'key'))
  );
