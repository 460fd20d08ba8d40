import { invalidParameter, TrackbookError } from '../../../api/errors.js';

/** PostgreSQL's SQLSTATE, or the operating system's code; texts change with the language. */
export const codeOf = (error: unknown): string =>
  String((error as { code?: unknown } | undefined)?.code ?? '');

const UNAVAILABLE = 'The database cannot be reached at the moment. Try again.';
const BUSY = 'The database is too busy to answer in time. Try again.';

/** Where the whole of a class of errors means the same, the key is its first two characters. */
const unavailable: Record<string, string> = {
  '08': UNAVAILABLE, // connection exceptions
  '57P': UNAVAILABLE, // shut down, starting up
  '28': 'The database refuses the tracking server. Its log says why.',
  '53300': 'The database has no free connection. Try again.',
  '53200': BUSY, // out of memory
  '25006': 'The database takes no writes at the moment. Try again.', // a standby
  '25P03': BUSY, // idle in a transaction for too long
  '55P03': BUSY, // waited too long for a lock
  '57014': BUSY, // took too long
  '40': BUSY, // in the way of others each time it was run again
  '23505': BUSY,
  '23503': BUSY,
  ECONNREFUSED: UNAVAILABLE,
  ECONNRESET: UNAVAILABLE,
  ENOTFOUND: UNAVAILABLE,
  EAI_AGAIN: UNAVAILABLE,
  EHOSTUNREACH: UNAVAILABLE,
  ENETUNREACH: UNAVAILABLE,
  ETIMEDOUT: UNAVAILABLE,
  ENOENT: UNAVAILABLE, // no socket
  EPIPE: UNAVAILABLE
};

const broken: Record<string, string> = {
  '53100':
    'The disk of the database is full, nothing was stored. Free some space and try again.',
  '58030': 'The database failed to read or write. Check its disk.',
  '42501':
    'The user of the tracking server may not do this in the database. Grant what is missing.',
  XX: 'The database is damaged. Restore it from a backup.'
};

const invalid: Record<string, string> = {
  '22021': 'Text with a NUL character (\\u0000) cannot be stored.',
  '22003': 'A number is out of range.',
  '54000': 'A name or key is too long to be stored.'
};

/** Errors of the driver itself, which have no code: its connection is no more. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded)/i;

/** Says in words a user can act on why the database refused; other errors stay as they are. */
export const storageError = (error: unknown): unknown => {
  const as = (code: 'TEMPORARILY_UNAVAILABLE' | 'IO_ERROR', message: string) =>
    new TrackbookError(code, message, { cause: error });
  const [away, failure, mistake] = [unavailable, broken, invalid].map(table =>
    lookUp(table, codeOf(error))
  );
  if (away || isLost(error)) {
    return as('TEMPORARILY_UNAVAILABLE', away ?? UNAVAILABLE);
  }
  if (failure) {
    return as('IO_ERROR', failure);
  }
  return mistake ? invalidParameter(mistake) : error;
};

const lookUp = (table: Record<string, string>, code: string) =>
  table[code] ?? table[code.slice(0, 3)] ?? table[code.slice(0, 2)];

/** Whether the connection is no more, as it is after a restart of the database. */
export const isLost = (error: unknown): boolean =>
  LOST.test((error as Error).message) ||
  lookUp(unavailable, codeOf(error)) === UNAVAILABLE;

/** What the database says to an optimistic write that does not fit. */
const NOT_SO = ['22012', '23502']; // a division by zero, a null where there may be none

/**
 * After a unique key or a row it refers to was taken or taken away by another, or a likely thing was
 * not so, an operation finds that out by itself when it is run again.
 */
export const repeats = (
  error: unknown
): 'operation' | 'transaction' | undefined => {
  const code = codeOf(error);
  if (code === '23505' || code === '23503' || NOT_SO.includes(code)) {
    return 'operation';
  }
  return code === '40001' || code === '40P01' ? 'transaction' : undefined;
};
