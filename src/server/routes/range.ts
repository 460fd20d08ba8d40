/** What a Range header asks for; both ends are included. */
export type RequestedRange =
  | { kind: 'whole' }
  | { kind: 'part'; start: number; end: number }
  | { kind: 'unsatisfiable' };

/** Several ranges at once are answered with the whole, which the standard permits. */
export const parseRange = (
  header: string | undefined,
  size: number
): RequestedRange => {
  const [matched, first, last] =
    /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (matched === undefined || !isMeaningful(first, last)) {
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
