import type { IncomingHttpHeaders } from 'node:http';

/** What a condition is about: the file as it is now. */
export interface Validators {
  /** A strong tag, with its quotes. */
  etag: string;
  modifiedAt: Date;
}

export type Condition = 'met' | 'not modified' | 'failed';

/** Evaluates the conditions on reading a file, in the order of RFC 9110, section 13.2.2. */
export const conditionOf = (
  headers: IncomingHttpHeaders,
  { etag, modifiedAt }: Validators
): Condition => {
  const match = headers['if-match'];
  const isUnchanged =
    match === undefined
      ? !isAfter(modifiedAt, headers['if-unmodified-since'])
      : names(match, etag, false);
  if (!isUnchanged) {
    return 'failed';
  }
  const noneMatch = headers['if-none-match'];
  const isKnown =
    noneMatch === undefined
      ? isNotAfter(modifiedAt, headers['if-modified-since'])
      : names(noneMatch, etag, true);
  return isKnown ? 'not modified' : 'met';
};

/**
 * Whether the part that a client has is of the file as it is now. Dates never tell: a file may
 * change twice within a second.
 */
export const isRangeCurrent = (
  condition: string | undefined,
  etag: string
): boolean => condition === undefined || condition.trim() === etag;

/** Tags may hold commas. */
const TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

const names = (list: string, etag: string, isWeak: boolean): boolean =>
  list.trim() === '*' ||
  [...list.matchAll(TAG)].some(
    ([, weak, tag]) => tag === etag && (isWeak || weak === undefined)
  );

const isAfter = (modifiedAt: Date, header: string | undefined): boolean =>
  seconds(modifiedAt.getTime()) > secondsOf(header);

const isNotAfter = (modifiedAt: Date, header: string | undefined): boolean =>
  seconds(modifiedAt.getTime()) <= secondsOf(header);

/** NaN where there is no date, which is neither before nor after any other. */
const secondsOf = (header: string | undefined): number =>
  seconds(Date.parse(header ?? ''));

const seconds = (ms: number): number => Math.floor(ms / 1000);
