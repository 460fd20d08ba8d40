import { accessSync, constants, existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import {
  primaryCode,
  SQLITE_CANTOPEN,
  SQLITE_READONLY,
  storageError
} from './storage-error.js';

const TIMEOUT_MS = 10_000;

const LOG_IS_REFUSED = [SQLITE_CANTOPEN, SQLITE_READONLY];

/**
 * Opens a database file that is only read. One with a write-ahead log needs a file beside it for
 * that, which a read-only disk refuses; there, nobody changes the file, so it is read as it is.
 */
export const openReadOnly = (path: string): DatabaseSync => {
  try {
    return open(path);
  } catch (error) {
    if (
      !LOG_IS_REFUSED.includes(primaryCode(error)) ||
      !isOnReadOnlyDisk(path)
    ) {
      throw cannotRead(path, (storageError(error) as Error).message, error);
    }
    if (existsSync(`${path}-wal`)) {
      const name = basename(path);
      throw cannotRead(
        path,
        `its last changes are in ${name}-wal, which cannot be used on a read-only disk. Copy ${name} and ${name}-wal to a disk that can be written to, and name that copy.`,
        error
      );
    }
    return open(`${pathToFileURL(path).href}?immutable=1`);
  }
};

const open = (name: string): DatabaseSync => {
  const database = new DatabaseSync(name, {
    readOnly: true,
    timeout: TIMEOUT_MS
  });
  try {
    // What keeps the file from being read shows only now.
    database.exec('SELECT count(*) FROM sqlite_schema');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const isOnReadOnlyDisk = (path: string): boolean => {
  try {
    accessSync(dirname(path), constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS';
  }
};

const cannotRead = (path: string, reason: string, cause: unknown): Error =>
  new Error(`Cannot read ${path}: ${reason}`, { cause });
