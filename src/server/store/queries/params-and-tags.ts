import { sql } from 'kysely';
import { clusteredBy, isOneOf } from '../dialect.js';
import { insertRows, type ColumnTypes } from '../insert-rows.js';
import { lastOfEachKey } from '../last-of-each-key.js';
import { prepared } from '../prepared.js';
import type { Tx } from '../tx.js';

export interface RunKeyValue {
  run: number;
  key: string;
  value: string;
}

const pairTypes: ColumnTypes<RunKeyValue> = {
  run: 'integer',
  key: 'text',
  value: 'text'
};

const insertParam = prepared((db, param: RunKeyValue) =>
  insertRows(db, 'params', param, pairTypes).onConflict(conflict =>
    conflict.doNothing()
  )
);

/** Fails by a null where there may be none if a param has another value already. */
const insertNewOrSame = prepared((db, param: RunKeyValue) =>
  insertRows(db, 'params', param, pairTypes).onConflict(conflict =>
    conflict
      .columns(['run', 'key'])
      .doUpdateSet({ value: sql`null` })
      .whereRef('params.value', '<>', 'excluded.value' as never)
  )
);

const paramsByKey = prepared(
  (db, by: { run: number; keys: readonly string[] }) =>
    db
      .selectFrom('params')
      .selectAll()
      .where('run', '=', by.run)
      .where(isOneOf(sql.ref('key'), by.keys))
);

const upsertTag = prepared((db, tag: RunKeyValue) =>
  insertRows(db, 'tags', tag, pairTypes).onConflict(conflict =>
    conflict
      .columns(['run', 'key'])
      .doUpdateSet(({ ref }) => ({ value: ref('excluded.value') }))
  )
);

const tagByKey = prepared((db, by: { run: number; key: string }) =>
  db.deleteFrom('tags').where('run', '=', by.run).where('key', '=', by.key)
);

const paramsOf = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom('params')
    .select(['run', 'key', 'value'])
    .where(isOneOf(sql.ref('run'), runs))
    .orderBy(clusteredBy('run', 'key'))
);

const tagsOf = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom('tags')
    .select(['run', 'key', 'value'])
    .where(isOneOf(sql.ref('run'), runs))
    .orderBy(clusteredBy('run', 'key'))
);

/** Stores the params whose keys the run does not have yet; their number. */
export const insertParams = (tx: Tx, params: readonly RunKeyValue[]) =>
  tx.runEach(insertParam, params);

/** Stores params; if one would change, the transaction fails. */
export const sendParams = (tx: Tx, params: readonly RunKeyValue[]): void =>
  tx.sendEach(insertNewOrSame, params);

export const findParamsByKey = (
  tx: Tx,
  by: { run: number; keys: readonly string[] }
): Promise<RunKeyValue[]> => tx.all(paramsByKey, by);

/** Of tags with the same key the last one stays. */
export const setTags = (tx: Tx, tags: readonly RunKeyValue[]) =>
  tx.sendEach(upsertTag, lastOfEachKey(tags));

/** Tags of any number of runs, of each run no two with the same key. */
export const setTagsOfRuns = (tx: Tx, tags: readonly RunKeyValue[]) =>
  tx.sendEach(upsertTag, tags);

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
  const tuples = await tx.tuples<
    [number, string, string],
    { runs: readonly number[] }
  >(query, { runs });
  return tuples.map(([run, key, value]) => ({ run, key, value }));
};
