import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { foreignDatabase } from '../foreign-database.js';
import { migrations } from '../migrations/index.js';
import type { Migration } from '../migrations/migration.js';
import { LOCK_TIMEOUT_MS, SqliteConnection } from './connection.js';
import { partialFile } from './partial-file.js';
import { primaryCode, SQLITE_BUSY, storageError } from './storage-error.js';
import { sqliteWords } from './table-words.js';

/** Marks a SQLite file as Trackbook's: "TrkB". */
const APPLICATION_ID = 0x54726b42;

/** Each after a hundredth of a second. */
const WAL_ATTEMPTS = 1000;
/** How long another process's upgrade is waited for: it copies the database and may write all of it anew. */
const LONGEST_UPGRADE_MS = 600_000;

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
    refuseForeignDatabase(connection);
    enterWal(connection);
    connection.exec('PRAGMA synchronous = FULL');
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
    return isOurs(connection);
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
  applied: versionIn(connection),
  known: migrations.length
});

/** The switch of a new file needs it alone, and SQLite does not wait for that as for other locks. */
const enterWal = (connection: SqliteConnection): void => {
  for (let left = WAL_ATTEMPTS; ; left--) {
    try {
      connection.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (primaryCode(error) !== SQLITE_BUSY || left === 0) {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
};

/** One process upgrades, and whoever comes meanwhile waits for it. */
const migrate = (
  connection: SqliteConnection,
  { path, steps }: { path: string; steps: readonly Migration[] }
): void => {
  if (isOurs(connection) && versionIn(connection) === steps.length) {
    return;
  }
  connection.exec(`PRAGMA busy_timeout = ${LONGEST_UPGRADE_MS}`);
  connection.beginWriting();
  if (!isOurs(connection)) {
    refuseForeignDatabase(connection);
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  }
  const applied = versionIn(connection);
  if (applied > steps.length) {
    throw new Error(NEWER);
  }
  if (applied > 0 && applied < steps.length) {
    keepAsItIs(path, applied);
  }
  for (const { sql } of steps.slice(applied)) {
    connection.exec(sql(sqliteWords));
  }
  connection.exec(`PRAGMA user_version = ${steps.length}`);
  connection.commit();
  connection.exec(`PRAGMA busy_timeout = ${LOCK_TIMEOUT_MS}`);
};

const isOurs = (connection: SqliteConnection): boolean =>
  connection.pragma('application_id') === APPLICATION_ID;

const versionIn = (connection: SqliteConnection): number =>
  connection.pragma('user_version');

/** Another connection than that of the transaction under way, which cannot make a copy. */
const keepAsItIs = (path: string, version: number): void => {
  const connection = openForReading(path);
  try {
    copyTo(connection, copyBefore(path, version));
  } finally {
    connection.close();
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
  // In this order: another process may make it Trackbook's in between.
  if (connection.pragma('schema_version') !== 0 && !isOurs(connection)) {
    throw new Error(foreignDatabase(isMlflows(connection), 'a new file'));
  }
};

/** MLflow's tables are of a version that this one tells. */
const isMlflows = (connection: SqliteConnection): boolean =>
  connection
    .statement(
      "SELECT name FROM sqlite_schema WHERE name IN ('alembic_version', 'experiments')"
    )
    .all().length === 2;
