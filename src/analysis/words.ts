import type { Cause } from './slice.js';

/** `defines df, which cell 5 uses`; `label` names an execution. */
export const causeInWords = (
  { does, names, for: user }: Cause,
  label: (index: number) => string
): string => `${does} ${listed(names)}, which ${label(user)} uses`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length > 1
    ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    : (names[0] ?? '');
