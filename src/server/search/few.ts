import { invalidParameter } from '../../api/errors.js';

/** More than any database takes in one statement is refused here. */
const MAX_PARTS = 500;
export const MAX_LIST_VALUES = 10_000;

/** Refuses a search of too many parts. */
export const requireFew = (what: string, count: number, limit = MAX_PARTS) => {
  if (count > limit) {
    throw invalidParameter(`A search can hold at most ${limit} ${what}.`);
  }
};
