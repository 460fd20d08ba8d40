import { statSync } from 'node:fs';
import { TrackbookError } from '../../../api/errors.js';

/** The file of an open database: SQLite itself goes on writing when it is gone from its place. */
export class DatabaseFile {
  readonly #path: string;
  readonly #identity: string | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#identity = identityOf(path);
  }

  /** Throws when the file was deleted, moved or replaced since it was opened. */
  requireInPlace(): void {
    if (identityOf(this.#path) !== this.#identity) {
      throw new TrackbookError(
        'IO_ERROR',
        'The database file was deleted, moved or replaced while the server was running, nothing was stored. Put it back, or restart the server.'
      );
    }
  }
}

/** The same for all names of one file; undefined where there is none. */
export const identityOf = (path: string): string | undefined => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
};
