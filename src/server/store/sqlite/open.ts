import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { migrations } from '../migrations/index.js';
import { SqliteConnection } from './connection.js';
import { storageError } from './storage-error.js';
import { sqliteWords } from './table-words.js';

/** Marks a SQLite file as Trackbook's: "TrkB". */
const APPLICATION_ID = 0x54726b42;

/** Opens the one connection that writes, creating or upgrading the database first. */
export const openForWriting = (path: string): SqliteConnection => {
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true });
    }
    return openAndMigrate(path);
  } catch (error) {
    throw new Error(`Cannot open the database ${path}: ${reasonOf(error)}`, {
      cause: error
    });
  }
};

const openAndMigrate = (path: string): SqliteConnection => {
  const connection = new SqliteConnection(path);
  try {
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    migrate(connection);
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

const migrate = (connection: SqliteConnection): void => {
  const applied = connection.pragma('user_version');
  if (connection.pragma('application_id') !== APPLICATION_ID) {
    refuseForeignDatabase(connection);
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  }
  if (applied > migrations.length) {
    throw new Error(
      'it was written by a newer version of Trackbook. Upgrade Trackbook to open it.'
    );
  }
  for (let next = applied; next < migrations.length; next++) {
    connection.exec(
      `BEGIN IMMEDIATE; ${migrations[next].sql(sqliteWords)}; PRAGMA user_version = ${next + 1}; COMMIT;`
    );
  }
};

const refuseForeignDatabase = (connection: SqliteConnection) => {
  if (connection.pragma('schema_version') !== 0) {
    throw new Error(
      'it belongs to another program. Give --backend-store-uri a new file, or one of Trackbook.'
    );
  }
};
