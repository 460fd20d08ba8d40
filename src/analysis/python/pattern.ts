import type { Token } from './tokens.js';

/** What the pattern of a `case` does with names. */
export interface Pattern {
  captures: readonly string[];
  /** Classes and dotted constants. */
  reads: readonly string[];
  guard?: string;
  /** Whether it takes every subject, so that no later case is tried. */
  irrefutable: boolean;
}

/** Reads the tokens between `case` and its colon. */
export const readPattern = (
  tokens: readonly Token[],
  source: string
): Pattern => {
  const [{ depth } = { depth: 0 }] = tokens;
  const guardAt = tokens.findIndex(
    token => token.text === 'if' && token.depth === depth
  );
  const pattern = guardAt < 0 ? tokens : tokens.slice(0, guardAt);
  const captures: string[] = [];
  const reads: string[] = [];
  pattern.forEach((token, i) => {
    if (token.kind !== 'name' || CONSTANTS.has(token.text)) {
      return;
    }
    const before = pattern[i - 1]?.text;
    const after = pattern[i + 1]?.text;
    if (before === '.' || after === '=') {
      return;
    }
    (after === '.' || after === '(' ? reads : captures).push(token.text);
  });
  const guard =
    guardAt < 0
      ? undefined
      : source.slice(tokens[guardAt].to, tokens.at(-1)!.to);
  return {
    captures,
    reads,
    guard,
    irrefutable:
      guard === undefined && pattern.length === 1 && pattern[0].kind === 'name'
        ? !['None', 'True', 'False'].includes(pattern[0].text)
        : false
  };
};

/** Words of a pattern that name nothing. */
const CONSTANTS = new Set(['None', 'True', 'False', '_', 'as', 'if']);
