import type { SqliteConnection } from './connection.js';
import { openForReading } from './open.js';
import { storageError } from './storage-error.js';

const MAX_TOLD = 20;

/** What SQLite finds wrong with the file and its references, in words. */
export const integrityProblems = (path: string): string[] => {
  let connection: SqliteConnection | undefined;
  try {
    connection = openForReading(path);
    const broken = connection
      .statement(`PRAGMA integrity_check(${MAX_TOLD})`)
      .all()
      .map(row => String(row.integrity_check))
      .filter(line => line !== 'ok');
    const loose = connection
      .statement('PRAGMA foreign_key_check')
      .all()
      .map(
        row =>
          `a row of ${row.table} refers to a row of ${row.parent} that is missing`
      );
    return [...broken.map(line => `SQLite: ${line}`), ...new Set(loose)];
  } catch (error) {
    return [(storageError(error) as Error).message];
  } finally {
    connection?.close();
  }
};
