import type { RunKeys } from '../../../client/index.js';
import { allKeyTexts, isNumericKey, parseKey } from './filter-keys.js';
import { isKeyword, tokenize, type Token } from './filter-tokens.js';

export type Completion = {
  options: string[];
  /** The part of the filter that an option takes the place of. */
  start: number;
  end: number;
};

const MAX_OPTIONS = 12;
const STATUSES = ['FINISHED', 'RUNNING', 'FAILED', 'KILLED', 'SCHEDULED'];

type Expected =
  | { kind: 'key' }
  | { kind: 'operator'; key: string }
  | { kind: 'value'; key: string }
  | { kind: 'and' };

/** What could be written at the caret, from the keys and values that exist. */
export function completeFilter(
  filter: string,
  caret: number,
  keys: RunKeys,
  /** Of the key that `keyToComplete` finds. */
  values: readonly string[]
): Completion {
  const { written, start, expected } = atCaret(filter, caret);
  const options = optionsFor(expected, keys, values);
  return { options: matching(options, written), start, end: caret };
}

/** The key of which a value is expected at the caret, as the filter spells it. */
export function keyToComplete(filter: string, caret: number): string | null {
  const { expected } = atCaret(filter, caret);
  return expected.kind === 'value' ? expected.key : null;
}

function atCaret(filter: string, caret: number) {
  const before = tokenize(filter.slice(0, caret));
  const last = before.at(-1);
  const isInToken = last !== undefined && last.end === caret;
  return {
    written: isInToken ? last.text : '',
    start: isInToken ? last.start : caret,
    expected: whatFollows(isInToken ? before.slice(0, -1) : before)
  };
}

/** Insert an option and say where the caret goes. */
export function applyCompletion(
  filter: string,
  { start, end }: Completion,
  option: string
): { filter: string; caret: number } {
  const tail = filter.slice(end);
  const text = tail.startsWith(' ') ? option : `${option} `;
  const caret = start + option.length + 1;
  return { filter: filter.slice(0, start) + text + tail, caret };
}

function whatFollows(tokens: readonly Token[]): Expected {
  const clause = tokens.slice(
    tokens.findLastIndex(token => isKeyword(token, 'AND')) + 1
  );
  const [key, operator, ...value] = clause;
  if (!key) {
    return { kind: 'key' };
  }
  if (!operator) {
    return { kind: 'operator', key: key.text };
  }
  return value.length === 0
    ? { kind: 'value', key: key.text }
    : { kind: 'and' };
}

function optionsFor(
  expected: Expected,
  keys: RunKeys,
  values: readonly string[]
): string[] {
  switch (expected.kind) {
    case 'key':
      return allKeyTexts(keys);
    case 'operator': {
      const key = parseKey(expected.key);
      return key && isNumericKey(key)
        ? ['<', '<=', '>', '>=', '=', '!=']
        : ['=', '!=', 'LIKE', 'ILIKE'];
    }
    case 'value': {
      const key = parseKey(expected.key);
      const isStatus = key?.kind === 'attributes' && key.key === 'status';
      return (isStatus ? STATUSES : values).map(value => `'${value}'`);
    }
    case 'and':
      return ['AND'];
  }
}

function matching(options: readonly string[], written: string): string[] {
  const wanted = written.toLowerCase();
  const rank = (option: string) => {
    const text = option.toLowerCase();
    const name = text.slice(text.indexOf('.') + 1);
    return text.startsWith(wanted) || name.startsWith(wanted)
      ? 0
      : text.includes(wanted)
        ? 1
        : 2;
  };
  return options
    .filter(option => option !== written && rank(option) < 2)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_OPTIONS);
}
