import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../config-error.js';
import { readConfig, type Config } from '../config.js';
import type { Surroundings } from './command.js';

/** The flags by which a command is told which store to work on. */
export const storeOptions = {
  'backend-store-uri': { type: 'string' },
  'artifacts-destination': { type: 'string' },
  'default-artifact-root': { type: 'string' }
} as const;

export type StoreFlags = Partial<Record<keyof typeof storeOptions, string>>;

export const storeHelp = `  --backend-store-uri URI      the store, as for 'trackbook server'; without it the
                               .trackbook/ of this folder
  --artifacts-destination DIR  where its server keeps artifacts
  --default-artifact-root URI  where its server puts new experiments`;

/** The folder in which Jupyter's server keeps everything. */
export const EMBEDDED = '.trackbook';

/** Where the store is: named by flags or environment, or that of this folder. */
export const ownStore = (
  flags: StoreFlags,
  { environment, folder }: Surroundings
): Config => {
  const named =
    flags['backend-store-uri'] ?? environment.MLFLOW_BACKEND_STORE_URI;
  const embedded = join(folder, EMBEDDED);
  if (named !== undefined) {
    const given = Object.entries(flags).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, value]
    );
    return readConfig(['server', ...given], environment);
  }
  if (existsSync(embedded)) {
    return readConfig(['server', '--embedded', embedded], environment);
  }
  throw new ConfigError(
    `There is no ${EMBEDDED}/ in this folder. Run this where you start Jupyter, or name the store with --backend-store-uri sqlite:///path/to/trackbook.db`
  );
};

/** As `ownStore`, of a store that is there already. */
export const existingStore = (
  flags: StoreFlags,
  surroundings: Surroundings
): Config => {
  const config = ownStore(flags, surroundings);
  if (config.store.kind === 'sqlite' && !existsSync(config.store.path)) {
    throw new ConfigError(`There is no database ${config.store.path}.`);
  }
  if (config.store.kind === 'sqlite') {
    requireContent(config.store.path);
  }
  return config;
};

/** SQLite takes an empty file for a new database, and would fill it. */
const requireContent = (path: string): void => {
  const found = statSync(path);
  if (found.isDirectory() || found.size === 0) {
    throw new ConfigError(
      `${path} is ${found.isDirectory() ? 'a folder' : 'empty'}, not a database of Trackbook.`
    );
  }
};
