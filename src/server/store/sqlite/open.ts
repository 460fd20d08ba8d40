import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { migrations } from '../migrations/index.js';
import type { Migration } from '../migrations/migration.js';
import { SqliteConnection } from './connection.js';
import { partialFile } from './partial-file.js';
import { storageError } from './storage-error.js';
import { sqliteWords } from './table-words.js';

/** Marks a SQLite file as Trackbook's: "TrkB". */
const APPLICATION_ID = 0x54726b42;

/**
 * Opens the one connection that writes, creating or upgrading the database first. Before an
 * upgrade it is copied: see `copyBefore`.
 */
export const openForWriting = (
  path: string,
  steps: readonly Migration[] = migrations
): SqliteConnection => {
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true });
    }
    return openAndMigrate(path, steps);
  } catch (error) {
    throw new Error(`Cannot open the database ${path}: ${reasonOf(error)}`, {
      cause: error
    });
  }
};

const openAndMigrate = (
  path: string,
  steps: readonly Migration[]
): SqliteConnection => {
  const connection = new SqliteConnection(path);
  try {
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    migrate(connection, { path, steps });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
};

const PERMISSION_CODES = ['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR'];

const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return PERMISSION_CODES.includes(code ?? '')
    ? `its folder cannot be written to (${message}).`
    : (storageError(error) as Error).message;
};

export const openForReading = (path: string): SqliteConnection =>
  new SqliteConnection(path, { readOnly: true });

/** Whether the file is a database of Trackbook's, of any version. */
export const isTrackbookDatabase = (path: string): boolean => {
  if (!existsSync(path)) {
    return false;
  }
  const connection = openForReading(path);
  try {
    return connection.pragma('application_id') === APPLICATION_ID;
  } catch (error) {
    throw new Error(
      `Cannot read ${path}: ${(storageError(error) as Error).message}`,
      { cause: error }
    );
  } finally {
    connection.close();
  }
};

/** How far a database's schema is, of how many steps there are. */
export const schemaVersion = (connection: SqliteConnection) => ({
  applied: connection.pragma('user_version'),
  known: migrations.length
});

const migrate = (
  connection: SqliteConnection,
  { path, steps }: { path: string; steps: readonly Migration[] }
): void => {
  const applied = connection.pragma('user_version');
  if (connection.pragma('application_id') !== APPLICATION_ID) {
    refuseForeignDatabase(connection);
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  }
  if (applied > steps.length) {
    throw new Error(NEWER);
  }
  if (applied > 0 && applied < steps.length) {
    copyTo(connection, copyBefore(path, applied));
  }
  for (let next = applied; next < steps.length; next++) {
    connection.beginWriting();
    // Another process may have been faster.
    if (connection.pragma('user_version') === next) {
      connection.exec(
        `${steps[next].sql(sqliteWords)}; PRAGMA user_version = ${next + 1};`
      );
    }
    connection.commit();
  }
};

export const NEWER =
  'it was written by a newer version of Trackbook. Upgrade Trackbook to open it.';

/** Where a database is kept as it was before it was upgraded from a version. */
export const copyBefore = (path: string, version: number): string =>
  `${path}.version-${version}`;

/** Writes a copy of one state of the database, whole or not at all; others may write meanwhile. */
export const copyTo = (connection: SqliteConnection, path: string): void => {
  const partial = partialFile(path);
  try {
    connection.statement('VACUUM INTO ?').run(partial);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
};

const refuseForeignDatabase = (connection: SqliteConnection) => {
  if (connection.pragma('schema_version') !== 0) {
    throw new Error(
      'it belongs to another program. Give --backend-store-uri a new file, or one of Trackbook.'
    );
  }
};
