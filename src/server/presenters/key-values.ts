import type { KeyValue } from '../../api/entities.js';

/** Like protobuf's JSON, replies leave empty lists out. */
export const nonEmpty = <T>(items: readonly T[]): T[] | undefined =>
  items.length > 0 ? [...items] : undefined;

export const presentKeyValues = (
  pairs: readonly KeyValue[]
): KeyValue[] | undefined =>
  nonEmpty(pairs.map(({ key, value }) => ({ key, value })));
