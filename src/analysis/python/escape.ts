import { interpolated } from './interpolated.js';
import { lineMagic } from './line-magic.js';

/** What a line that is IPython's does with Python's names. */
export interface Escape {
  /** Python that is evaluated if it can be. */
  expressions?: readonly string[];
  /** Python that is run; where `local`, its names do not outlive it. */
  code?: { text: string; local: boolean };
  reads?: readonly string[];
  binds?: readonly string[];
  unbinds?: readonly string[];
  /** What may bind names that nobody can tell from the source. */
  stars?: readonly string[];
}

/** Reads a line that starts with one of IPython's signs. */
export const readEscape = (line: string): Escape => {
  const text = line.trim();
  switch (text[0]) {
    case '%':
      return lineMagic(text);
    case '!':
      return interpolated(text);
    default:
      // Help, or a call without brackets: its first word is the object.
      return { reads: rootNames(text.replace(/^[?,;/]+/, '').split(/\s/)[0]) };
  }
};

/** `?` behind an object shows its help. */
export const readHelp = (line: string): Escape => ({
  reads: rootNames(/([\p{L}_][\w.]*)(?:\[[^\]]*\])?\s*\?+$/u.exec(line)?.[1])
});

const rootNames = (dotted = ''): string[] => {
  const root = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(dotted)?.[0];
  return root === undefined ? [] : [root];
};
