import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  statSync
} from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '../config-error.js';
import {
  primaryCode,
  SQLITE_CANTOPEN,
  SQLITE_FULL,
  SQLITE_READONLY
} from '../store/sqlite/storage-error.js';

const FULL = 'the disk is full. Free some space, or name another folder.';
const READ_ONLY = 'the disk is read-only. Name another folder.';
const REFUSED = 'access is refused. Name another folder.';

const BY_CODE: Record<string, string> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EROFS: READ_ONLY,
  EACCES: REFUSED,
  EPERM: REFUSED
};

const BY_SQLITE_CODE: Record<number, string> = {
  [SQLITE_FULL]: FULL,
  [SQLITE_READONLY]: REFUSED,
  [SQLITE_CANTOPEN]: REFUSED
};

/** Makes a folder and lets `work` write to it; says in words what kept it from being written to. */
export const writingTo = async <T>(
  folder: string,
  work: () => Promise<T>
): Promise<T> => {
  requireNoFile(folder);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return await work();
  } catch (error) {
    const reason =
      BY_CODE[(error as NodeJS.ErrnoException).code ?? ''] ??
      BY_SQLITE_CODE[primaryCode(error)];
    throw reason === undefined
      ? error
      : new Error(`Cannot write to ${folder}: ${reason}`, { cause: error });
  }
};

const requireNoFile = (folder: string): void => {
  const there = nearestThere(folder);
  if (!statSync(there).isDirectory()) {
    throw new ConfigError(
      `${there} is a file, not a folder. Name another folder to write to.`
    );
  }
};

/** The folder, or the first above it that exists. */
const nearestThere = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder
    ? folder
    : nearestThere(dirname(folder));
