import { sql, type Insertable, type Updateable } from 'kysely';
import { prepared } from '../prepared.js';
import { isOneOf, locked } from '../dialect.js';
import { insertRows, type ColumnTypes } from '../insert-rows.js';
import { lastOfEachKey } from '../last-of-each-key.js';
import type { LoggedModelRow, LoggedModelsTable } from '../schema.js';
import type { Tx } from '../tx.js';

type OwnedKeyValue = { model: number; key: string; value: string };

const byModelId = prepared((db, { modelId }: { modelId: string }) =>
  db.selectFrom('logged_models').selectAll().where('model_id', '=', modelId)
);

const pairTypes: ColumnTypes<OwnedKeyValue> = {
  model: 'integer',
  key: 'text',
  value: 'text'
};

const insertParam = prepared((db, param: OwnedKeyValue) =>
  insertRows(db, 'logged_model_params', param, pairTypes)
);

const upsertTag = prepared((db, tag: OwnedKeyValue) =>
  insertRows(db, 'logged_model_tags', tag, pairTypes).onConflict(conflict =>
    conflict
      .columns(['model', 'key'])
      .doUpdateSet(({ ref }) => ({ value: ref('excluded.value') }))
  )
);

export const insertLoggedModel = async (
  tx: Tx,
  row: Insertable<LoggedModelsTable>
): Promise<LoggedModelRow> =>
  (await tx.first(
    tx.db.insertInto('logged_models').values(row).returningAll()
  ))!;

/** Has others who lock the model wait for this transaction. */
export const lockLoggedModel = (tx: Tx, id: number) =>
  tx.first(
    tx.db
      .selectFrom('logged_models')
      .select('id')
      .where('id', '=', id)
      .modifyEnd(locked)
  );

/** Deleted models too. */
export const findLoggedModel = (tx: Tx, modelId: string) =>
  tx.first(byModelId, { modelId });

export const updateLoggedModel = async (
  tx: Tx,
  id: number,
  changes: Updateable<LoggedModelsTable>
): Promise<LoggedModelRow> =>
  (await tx.first(
    tx.db
      .updateTable('logged_models')
      .set(changes)
      .where('id', '=', id)
      .returningAll()
  ))!;

export const insertLoggedModelParams = (
  tx: Tx,
  params: readonly OwnedKeyValue[]
) => tx.runEach(insertParam, params);

/** Of tags with the same key the last one stays. */
export const setLoggedModelTags = (tx: Tx, tags: readonly OwnedKeyValue[]) =>
  tx.runEach(upsertTag, lastOfEachKey(tags));

export const deleteLoggedModelTag = (tx: Tx, model: number, key: string) =>
  tx.run(
    tx.db
      .deleteFrom('logged_model_tags')
      .where('model', '=', model)
      .where('key', '=', key)
  );

export const loggedModelParams = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('logged_model_params')
      .selectAll()
      .where(isOneOf(sql.ref('model'), models))
      .orderBy('key')
  );

export const loggedModelTags = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('logged_model_tags')
      .selectAll()
      .where(isOneOf(sql.ref('model'), models))
      .orderBy('key')
  );

export const loggedModelMetrics = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('logged_model_metrics')
      .innerJoin('runs', 'runs.id', 'logged_model_metrics.run')
      .selectAll('logged_model_metrics')
      .select('runs.run_id')
      .where(isOneOf(sql.ref('model'), models))
      .orderBy('logged_model_metrics.key')
      .orderBy('logged_model_metrics.timestamp')
      .orderBy('logged_model_metrics.step')
  );
