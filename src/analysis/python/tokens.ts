export interface Token {
  /**
   * `escape` is a line, or the right side of an assignment, that belongs to IPython and not to Python.
   * `newline` ends a logical line; within brackets there is none.
   */
  kind:
    | 'name'
    | 'number'
    | 'string'
    | 'operator'
    | 'comment'
    | 'newline'
    | 'escape';
  from: number;
  to: number;
  text: string;
  /** How many brackets are open around it; those of a bracket itself do not count. */
  depth: number;
}

const SPACE = /[ \t\f]+|\\\r?\n/y;
const NAME =
  /[\p{L}\p{Nl}_\u00b7\u0300-\u036f][\p{L}\p{N}\p{M}\p{Pc}_\u00b7]*/uy;
const NUMBER = /(?:\d|\.\d)(?:[eE][+-]\d|[\w.])*/y;
const COMMENT = /#[^\n]*/y;
const STRING_START = /[rbuftRBUFT]{0,3}("""|'''|"|')/y;
const OPERATOR = /\*\*=?|\/\/=?|<<=?|>>=?|:=|->|\.\.\.|[-+*/%@&|^<>=!]=|./suy;
/** A line that a backslash joins with the next is one with it. */
const LOGICAL_REST = /(?:\\\r?\n|[^\n])*/y;

/** What makes a line IPython's where Python's statement would begin. */
const LINE_ESCAPE = /[%!?,;/]/;
/** No name is so long that a search for the end of a replacement need go further. */
const REPLACEMENT_REACH = 2000;

const matchAt = (pattern: RegExp, source: string, at: number) => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

/** The tokens of a cell; any text has some, and all but spaces lies in one of them. */
export const tokenize = (source: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  let depth = 0;
  let lineStart = true;
  let afterAssignment = false;
  const push = (kind: Token['kind'], to: number) => {
    const text = source.slice(at, to);
    tokens.push({ kind, from: at, to, text, depth });
    at = to;
    lineStart = kind === 'newline' || (lineStart && kind === 'comment');
    afterAssignment = text === '=';
  };
  while (at < source.length) {
    const space = matchAt(SPACE, source, at);
    if (space) {
      at += space[0].length;
      continue;
    }
    const char = source[at];
    if (char === '\n' || char === '\r') {
      if (depth > 0) {
        at += 1;
      } else {
        push('newline', at + 1);
      }
      continue;
    }
    if (depth === 0 && isEscape(source, at, { lineStart, afterAssignment })) {
      push('escape', at + matchAt(LOGICAL_REST, source, at)![0].length);
      continue;
    }
    const string = matchAt(STRING_START, source, at);
    if (string) {
      push('string', stringEnd(source, at, string[0]));
      continue;
    }
    const comment = matchAt(COMMENT, source, at);
    if (comment) {
      push('comment', at + comment[0].length);
      continue;
    }
    const name = matchAt(NAME, source, at);
    const number = name ? null : matchAt(NUMBER, source, at);
    if (name || number) {
      push(name ? 'name' : 'number', at + (name ?? number)![0].length);
      continue;
    }
    if (')]}'.includes(char)) {
      depth = Math.max(0, depth - 1);
    }
    push('operator', at + matchAt(OPERATOR, source, at)![0].length);
    if ('([{'.includes(char)) {
      depth += 1;
    }
  }
  return tokens;
};

const isEscape = (
  source: string,
  at: number,
  before: { lineStart: boolean; afterAssignment: boolean }
): boolean =>
  (before.lineStart && LINE_ESCAPE.test(source[at])) ||
  (before.afterAssignment &&
    (source[at] === '!' || /^%[a-zA-Z]/.test(source.slice(at, at + 2))));

/** Where the string ends whose prefix and quotes are `start`; an open one ends with its line. */
const stringEnd = (source: string, from: number, start: string): number => {
  const quotes = start.replace(/^[a-z]*/i, '');
  const nests = /[ft]/i.test(start.slice(0, -quotes.length));
  const body = from + start.length;
  return (
    (nests && quotes.length === 1
      ? closing(source, body, { quotes, nests: true })
      : undefined) ??
    closing(source, body, { quotes, nests: false }) ??
    (quotes.length === 3 ? source.length : lineEnd(source, body))
  );
};

const lineEnd = (source: string, from: number): number => {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
};

const closing = (
  source: string,
  from: number,
  { quotes, nests }: { quotes: string; nests: boolean }
): number | undefined => {
  if (quotes.length === 3) {
    return closingOfLong(source, from, quotes);
  }
  let braces = 0;
  const reach = nests ? from + REPLACEMENT_REACH : source.length;
  for (let at = from; at < source.length && at < reach; at += 1) {
    const char = source[at];
    if (char === '\\' && braces === 0) {
      at += source[at + 1] === '\r' ? 2 : 1;
    } else if (char === '\n') {
      return undefined;
    } else if (char === quotes && braces === 0) {
      return at + 1;
    } else if (nests && char === '{') {
      if (braces === 0 && source[at + 1] === '{') {
        at += 1;
      } else {
        braces += 1;
      }
    } else if (nests && char === '}') {
      braces = Math.max(0, braces - 1);
    } else if (braces > 0 && (char === '"' || char === "'")) {
      // Since Python 3.12 the quotes within a replacement may be those around it.
      const end = closing(source, at + 1, { quotes: char, nests: false });
      if (end === undefined) {
        return undefined;
      }
      at = end - 1;
    }
  }
  return undefined;
};

const closingOfLong = (
  source: string,
  from: number,
  quotes: string
): number | undefined => {
  let end = source.indexOf(quotes, from);
  while (end >= 0 && isEscaped(source, end, from)) {
    end = source.indexOf(quotes, end + 1);
  }
  return end < 0 ? undefined : end + 3;
};

const isEscaped = (source: string, at: number, from: number): boolean => {
  let backslashes = 0;
  while (at - backslashes > from && source[at - backslashes - 1] === '\\') {
    backslashes += 1;
  }
  return backslashes % 2 === 1;
};
