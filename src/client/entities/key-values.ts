import type { KeyValue } from '../../api/entities.js';
import type { Wire } from './wire.js';

/** MLflow sends tags and params as lists of pairs, and leaves an empty list out. */
export function fromKeyValues(
  pairs: readonly Wire<KeyValue>[] | undefined
): Record<string, string> {
  return Object.fromEntries(
    (pairs ?? []).map(({ key = '', value = '' }) => [key, value])
  );
}

export function toKeyValues(record: Record<string, string>): KeyValue[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}
