import { identityOf } from '../store/sqlite/database-file.js';

/** Whether two names, by whatever links, are of one file that is there. */
export const isSameFile = (one: string, other: string): boolean => {
  const identity = identityOf(one);
  return identity !== undefined && identity === identityOf(other);
};
