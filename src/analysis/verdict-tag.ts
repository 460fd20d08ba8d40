/** In the order in which they are told. */
export const VERDICTS = [
  'clean',
  'out of order',
  'edited since',
  'deleted cell',
  'hidden state',
  'external'
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** The tag that keeps a run's verdict, so that runs can be searched by it. */
export const VERDICT_TAG = 'trackbook.verdict';

/** `clean`, or what was found: `out of order, edited since`. */
export const formatVerdict = (verdicts: readonly Verdict[]): string =>
  verdicts.join(', ');

/** What a tag says, as far as it is known; anybody may write tags. */
export const parseVerdict = (tag: string | undefined): Verdict[] => {
  const found = new Set<string>((tag ?? '').split(/,\s*/));
  return VERDICTS.filter(verdict => found.has(verdict));
};
