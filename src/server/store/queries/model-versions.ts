import { sql, type Insertable, type Updateable } from 'kysely';
import type { Stage } from '../../../api/model-versions.js';
import { isOneOf } from '../dialect.js';
import { isRowId, noRow } from '../row-id.js';
import type { ModelVersionRow, ModelVersionsTable } from '../schema.js';
import type { Tx } from '../tx.js';

export const insertModelVersion = async (
  tx: Tx,
  row: Insertable<ModelVersionsTable>
): Promise<ModelVersionRow> =>
  (await tx.first(
    tx.db.insertInto('model_versions').values(row).returningAll()
  ))!;

/** The highest version ever given, deleted ones included; 0 if there is none. */
export const highestVersion = async (
  tx: Tx,
  model: number
): Promise<number> => {
  const row = await tx.first(
    tx.db
      .selectFrom('model_versions')
      .select(query => query.fn.max('version').as('highest'))
      .where('model', '=', model)
  );
  return row?.highest ?? 0;
};

export const findModelVersion = (tx: Tx, model: number, version: number) =>
  isRowId(version)
    ? tx.first(
        tx.db
          .selectFrom('model_versions')
          .selectAll()
          .where('model', '=', model)
          .where('version', '=', version)
          .where('deleted', '=', 0)
      )
    : noRow;

export const updateModelVersion = async (
  tx: Tx,
  { model, version }: Pick<ModelVersionRow, 'model' | 'version'>,
  changes: Updateable<ModelVersionsTable>
): Promise<ModelVersionRow> =>
  (await tx.first(
    tx.db
      .updateTable('model_versions')
      .set(changes)
      .where('model', '=', model)
      .where('version', '=', version)
      .returningAll()
  ))!;

/** Moves all versions of one stage but `exceptVersion` to another; returns the versions moved. */
export const moveVersionsOfStage = (
  tx: Tx,
  move: {
    model: number;
    exceptVersion: number;
    from: Stage;
    to: Stage;
    time: number;
  }
) =>
  tx.all(
    tx.db
      .updateTable('model_versions')
      .set({ current_stage: move.to, last_update_time: move.time })
      .where('model', '=', move.model)
      .where('version', '!=', move.exceptVersion)
      .where('current_stage', '=', move.from)
      .where('deleted', '=', 0)
      .returning('version')
  );

/** Marks each version of a model as changed. */
export const touchVersions = (tx: Tx, model: number, time: number) =>
  tx.run(
    tx.db
      .updateTable('model_versions')
      .set({ last_update_time: time })
      .where('model', '=', model)
  );

/** The newest version in each stage that the models have versions in. */
export const latestVersions = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('model_versions')
      .innerJoin(
        query =>
          query
            .selectFrom('model_versions')
            .select(one => [
              'model',
              one.fn.max('version').as('newest'),
              one.fn.min('version').as('oldest')
            ])
            .where(isOneOf(sql.ref('model'), models))
            .where('deleted', '=', 0)
            .groupBy(['model', 'current_stage'])
            .as('stages'),
        join =>
          join
            .onRef('stages.model', '=', 'model_versions.model')
            .onRef('stages.newest', '=', 'model_versions.version')
      )
      .selectAll('model_versions')
      .orderBy('stages.oldest')
  );

export const modelVersionTags = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('model_version_tags')
      .selectAll()
      .where(isOneOf(sql.ref('model'), models))
      .orderBy('key')
  );

/** Of models that have some versions each, the tags of at least those versions. */
export const tagsOfVersions = (
  tx: Tx,
  models: readonly number[],
  versions: readonly number[]
) =>
  tx.all(
    tx.db
      .selectFrom('model_version_tags')
      .selectAll()
      .where(isOneOf(sql.ref('model'), models))
      .where(isOneOf(sql.ref('version'), versions))
      .orderBy('key')
  );

export const setModelVersionTag = (
  tx: Tx,
  tag: { model: number; version: number; key: string; value: string }
) =>
  tx.run(
    tx.db
      .insertInto('model_version_tags')
      .values(tag)
      .onConflict(conflict =>
        conflict
          .columns(['model', 'version', 'key'])
          .doUpdateSet({ value: tag.value })
      )
  );

export const deleteModelVersionTag = (
  tx: Tx,
  { model, version, key }: { model: number; version: number; key: string }
) =>
  tx.run(
    tx.db
      .deleteFrom('model_version_tags')
      .where('model', '=', model)
      .where('version', '=', version)
      .where('key', '=', key)
  );
