import type { Insertable, Updateable } from 'kysely';
import { prepared } from '../prepared.js';
import { idList, toIdList } from '../id-list.js';
import type { LoggedModelRow, LoggedModelsTable } from '../schema.js';
import type { Tx } from '../tx.js';

type OwnedKeyValue = { model: number; key: string; value: string };

const byModelId = prepared((db, { modelId }: { modelId: string }) =>
  db.selectFrom('logged_models').selectAll().where('model_id', '=', modelId)
);

const insertParam = prepared((db, param: OwnedKeyValue) =>
  db
    .insertInto('logged_model_params')
    .values({ model: param.model, key: param.key, value: param.value })
);

const upsertTag = prepared((db, tag: OwnedKeyValue) =>
  db
    .insertInto('logged_model_tags')
    .values({ model: tag.model, key: tag.key, value: tag.value })
    .onConflict(conflict =>
      conflict.columns(['model', 'key']).doUpdateSet({ value: tag.value })
    )
);

export const insertLoggedModel = async (
  tx: Tx,
  row: Insertable<LoggedModelsTable>
): Promise<LoggedModelRow> =>
  (await tx.first(
    tx.db.insertInto('logged_models').values(row).returningAll()
  ))!;

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

export const insertLoggedModelParam = (tx: Tx, param: OwnedKeyValue) =>
  tx.run(insertParam, param);

export const setLoggedModelTags = (tx: Tx, tags: readonly OwnedKeyValue[]) =>
  tx.runEach(upsertTag, tags);

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
      .where('model', 'in', idList(toIdList(models)))
      .orderBy('key')
  );

export const loggedModelTags = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('logged_model_tags')
      .selectAll()
      .where('model', 'in', idList(toIdList(models)))
      .orderBy('key')
  );

export const loggedModelMetrics = (tx: Tx, models: readonly number[]) =>
  tx.all(
    tx.db
      .selectFrom('logged_model_metrics')
      .innerJoin('runs', 'runs.id', 'logged_model_metrics.run')
      .selectAll('logged_model_metrics')
      .select('runs.run_id')
      .where('model', 'in', idList(toIdList(models)))
      .orderBy('logged_model_metrics.key')
      .orderBy('logged_model_metrics.timestamp')
      .orderBy('logged_model_metrics.step')
  );
