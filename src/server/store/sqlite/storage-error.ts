import { TrackbookError } from '../../../api/errors.js';

export const SQLITE_BUSY = 5;
export const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
export const SQLITE_FULL = 13;
export const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

const explanations: Record<number, string> = {
  [SQLITE_BUSY]:
    'The database is locked by another program. Close it and try again.',
  [SQLITE_READONLY]:
    'The database cannot be written to. Check the permissions of its folder.',
  [SQLITE_IOERR]: 'Reading or writing the database failed. Check the disk.',
  [SQLITE_CORRUPT]: 'The database file is damaged. Restore it from a backup.',
  [SQLITE_FULL]:
    'The disk of the tracking server is full, nothing was stored. Free some space and try again.',
  [SQLITE_CANTOPEN]:
    'The file cannot be opened or created. Check that its folder and disk can be written to.',
  [SQLITE_NOTADB]: 'The file is not a database, or it is damaged.'
};

/** Says in words a user can act on why the database refused; other errors stay as they are. */
export const storageError = (error: unknown): unknown => {
  const explanation = explanations[primaryCode(error)];
  return explanation
    ? new TrackbookError('IO_ERROR', explanation, { cause: error })
    : error;
};

/** The low byte of SQLite's extended error codes names the kind of error. */
export const primaryCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error
    ? Number(error.errcode) & 0xff
    : 0;
