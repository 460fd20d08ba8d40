import { TrackbookError, type ErrorCode } from '../../api/errors.js';

/** What a user can do about it, by the code of the operating system. */
const EXPLANATIONS: Record<string, [ErrorCode, string]> = {
  ENOSPC: ['IO_ERROR', 'The disk that holds the artifacts is full'],
  EDQUOT: ['IO_ERROR', 'The disk quota for the artifacts is used up'],
  EFBIG: ['IO_ERROR', 'The file is larger than the disk can store'],
  EACCES: ['PERMISSION_DENIED', 'The server may not access the artifact'],
  EPERM: ['PERMISSION_DENIED', 'The server may not access the artifact'],
  EROFS: ['PERMISSION_DENIED', 'The artifacts are on a read-only disk'],
  ENAMETOOLONG: ['INVALID_PARAMETER_VALUE', 'The artifact name is too long'],
  EISDIR: ['INVALID_PARAMETER_VALUE', 'A folder of that name exists'],
  ENOTEMPTY: ['INVALID_PARAMETER_VALUE', 'A folder of that name exists'],
  EEXIST: ['INVALID_PARAMETER_VALUE', 'A file is in the place of a folder'],
  ENOTDIR: ['INVALID_PARAMETER_VALUE', 'A file is in the place of a folder']
};

/** A `TrackbookError` for a failure of the file system; others stay as they are. */
export const fileSystemError = (error: unknown, path: string): unknown => {
  const explanation = EXPLANATIONS[errorCode(error) ?? ''];
  if (!explanation) {
    return error;
  }
  const [code, sentence] = explanation;
  return new TrackbookError(code, `${sentence}: '${path}'`, { cause: error });
};

/** Whether nothing is there; below a file, or where links lead in a circle, there is nothing either. */
export const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '');

// Not `instanceof Error`: under jest, errors of Node come from another realm.
const errorCode = (error: unknown): string | undefined =>
  (error as NodeJS.ErrnoException | undefined)?.code;
