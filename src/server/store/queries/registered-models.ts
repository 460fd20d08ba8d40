import { sql } from 'kysely';
import { isOneOf, locked } from '../dialect.js';
import type { RegisteredModelRow } from '../schema.js';
import type { Tx } from '../tx.js';

type RegisteredModelChanges = Partial<
  Pick<RegisteredModelRow, 'name' | 'description' | 'last_update_time'>
>;

export const insertRegisteredModel = async (
  tx: Tx,
  model: { name: string; description: string; time: number }
): Promise<RegisteredModelRow> =>
  (await tx.first(
    tx.db
      .insertInto('registered_models')
      .values({
        name: model.name,
        description: model.description,
        creation_time: model.time,
        last_update_time: model.time
      })
      .returningAll()
  ))!;

/** Who changes a model or its versions has found it first, and so waits for others who do. */
export const findRegisteredModel = (tx: Tx, name: string) => {
  const query = tx.db
    .selectFrom('registered_models')
    .selectAll()
    .where('name', '=', name);
  return tx.first(tx.writing ? query.modifyEnd(locked) : query);
};

export const updateRegisteredModel = async (
  tx: Tx,
  id: number,
  changes: RegisteredModelChanges
): Promise<RegisteredModelRow> =>
  (await tx.first(
    tx.db
      .updateTable('registered_models')
      .set(changes)
      .where('id', '=', id)
      .returningAll()
  ))!;

export const deleteRegisteredModel = (tx: Tx, id: number) =>
  tx.run(tx.db.deleteFrom('registered_models').where('id', '=', id));

export const registeredModelTags = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('registered_model_tags')
      .selectAll()
      .where(isOneOf(sql.ref('model'), models))
      .orderBy('key')
  );

export const setRegisteredModelTag = (
  tx: Tx,
  tag: { model: number; key: string; value: string }
) =>
  tx.run(
    tx.db
      .insertInto('registered_model_tags')
      .values(tag)
      .onConflict(conflict =>
        conflict.columns(['model', 'key']).doUpdateSet({ value: tag.value })
      )
  );

export const deleteRegisteredModelTag = (tx: Tx, model: number, key: string) =>
  tx.run(
    tx.db
      .deleteFrom('registered_model_tags')
      .where('model', '=', model)
      .where('key', '=', key)
  );

export const registeredModelAliases = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('registered_model_aliases')
      .selectAll()
      .where(isOneOf(sql.ref('model'), models))
      .orderBy('alias')
  );

export const setRegisteredModelAlias = (
  tx: Tx,
  alias: { model: number; alias: string; version: number }
) =>
  tx.run(
    tx.db
      .insertInto('registered_model_aliases')
      .values(alias)
      .onConflict(conflict =>
        conflict
          .columns(['model', 'alias'])
          .doUpdateSet({ version: alias.version })
      )
  );

export const deleteRegisteredModelAlias = (
  tx: Tx,
  model: number,
  alias: string
) =>
  tx.run(
    tx.db
      .deleteFrom('registered_model_aliases')
      .where('model', '=', model)
      .where('alias', '=', alias)
  );

export const deleteAliasesOfVersion = (
  tx: Tx,
  model: number,
  version: number
) =>
  tx.run(
    tx.db
      .deleteFrom('registered_model_aliases')
      .where('model', '=', model)
      .where('version', '=', version)
  );
