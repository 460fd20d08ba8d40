import { sql, type Expression } from 'kysely';

/**
 * `id in ${idList(values)}` with any number of ids in one bound value, so that the query's text,
 * and with it the prepared statement, stays the same.
 */
export const idList = (ids: IdList): Expression<number> =>
  sql<number>`(select value from json_each(${ids}))`;

/** Ids, ready to be bound. */
export type IdList = string & { readonly brand?: 'ids' };

export const toIdList = (ids: readonly number[]): IdList => JSON.stringify(ids);
