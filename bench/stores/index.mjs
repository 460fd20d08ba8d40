import { postgres } from './postgres.mjs';
import { sqlite } from './sqlite.mjs';

const STORES = {
  sqlite: [sqlite],
  postgres: [postgres],
  both: [sqlite, postgres]
};

/** The stores that `--store` names. */
export function storesOf(name) {
  if (!Object.hasOwn(STORES, name)) {
    throw new Error(`--store takes ${Object.keys(STORES).join(', ')}.`);
  }
  return STORES[name];
}
