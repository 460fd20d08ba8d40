/** What a Range header asks for; both ends are included. */
export type RequestedRange =
  | { kind: 'whole' }
  | { kind: 'part'; start: number; end: number }
  | { kind: 'unsatisfiable' };

/** One range; the list that it stands in may have empty places. */
const RANGE = /^\s*bytes=[\s,]*(\d*)-(\d*)[\s,]*$/i;

/** Several ranges at once are answered with the whole, which the standard permits. */
export const parseRange = (
  header: string | undefined,
  size: number
): RequestedRange => {
  const [, first, last] = RANGE.exec(header ?? '') ?? [];
  if (first === undefined || !isMeaningful(first, last)) {
    return { kind: 'whole' };
  }
  if (first === '' && Number(last) > 0 && size === 0) {
    // The end of an empty file is there, but no part of it can be named.
    return { kind: 'whole' };
  }
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end =
    first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start <= end
    ? { kind: 'part', start, end }
    : { kind: 'unsatisfiable' };
};

/** A range that makes no sense is to be ignored, says the standard. */
const isMeaningful = (first: string, last: string): boolean =>
  first === '' || last === '' ? first !== last : Number(first) <= Number(last);
