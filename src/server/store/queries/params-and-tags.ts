import { idList, toIdList, type IdList } from '../id-list.js';
import { prepared } from '../prepared.js';
import type { Tx } from '../tx.js';

export interface RunKeyValue {
  run: number;
  key: string;
  value: string;
}

const insertParam = prepared((db, param: RunKeyValue) =>
  db.insertInto('params').values({
    run: param.run,
    key: param.key,
    value: param.value
  })
);

const paramByKey = prepared((db, by: { run: number; key: string }) =>
  db
    .selectFrom('params')
    .select('value')
    .where('run', '=', by.run)
    .where('key', '=', by.key)
);

const upsertTag = prepared((db, tag: RunKeyValue) =>
  db
    .insertInto('tags')
    .values({ run: tag.run, key: tag.key, value: tag.value })
    .onConflict(conflict =>
      conflict.columns(['run', 'key']).doUpdateSet({ value: tag.value })
    )
);

const tagByKey = prepared((db, by: { run: number; key: string }) =>
  db.deleteFrom('tags').where('run', '=', by.run).where('key', '=', by.key)
);

const paramsOf = prepared((db, { runs }: { runs: IdList }) =>
  db
    .selectFrom('params')
    .select(['run', 'key', 'value'])
    .where('run', 'in', idList(runs))
);

const tagsOf = prepared((db, { runs }: { runs: IdList }) =>
  db
    .selectFrom('tags')
    .select(['run', 'key', 'value'])
    .where('run', 'in', idList(runs))
);

export const insertParams = (tx: Tx, params: readonly RunKeyValue[]) =>
  tx.runEach(insertParam, params);

export const findParam = async (
  tx: Tx,
  by: { run: number; key: string }
): Promise<string | undefined> => (await tx.first(paramByKey, by))?.value;

export const setTags = (tx: Tx, tags: readonly RunKeyValue[]) =>
  tx.runEach(upsertTag, tags);

export const deleteTag = (tx: Tx, by: { run: number; key: string }) =>
  tx.run(tagByKey, by);

export const findParams = (tx: Tx, runs: readonly number[]) =>
  pairsOf(tx, paramsOf, runs);

export const findTags = (tx: Tx, runs: readonly number[]) =>
  pairsOf(tx, tagsOf, runs);

const pairsOf = async (
  tx: Tx,
  query: typeof paramsOf,
  runs: readonly number[]
): Promise<RunKeyValue[]> => {
  const tuples = await tx.tuples<[number, string, string], { runs: IdList }>(
    query,
    { runs: toIdList(runs) }
  );
  return tuples.map(([run, key, value]) => ({ run, key, value }));
};
