export type TokenKind =
  | 'word'
  | 'operator'
  | 'text'
  | 'number'
  | 'open'
  | 'close'
  | 'comma'
  | 'broken';

/** A piece of a filter and where it stands. */
export type Token = {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
};

const PATTERNS: [TokenKind, RegExp][] = [
  ['operator', /^(!=|>=|<=|=|>|<)/],
  ['open', /^\(/],
  ['close', /^\)/],
  ['comma', /^,/],
  ['text', /^('[^']*'|"[^"]*")/],
  ['number', /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(?![\w.])/i],
  // A key that is still being written, such as `metrics.`, is one piece too.
  ['word', /^[A-Za-z_][\w/-]*(\.(`[^`]*`?|"[^"]*"?|[\w/.:-]*))?/],
  ['word', /^`[^`]*`/],
  ['broken', /^('[^']*|"[^"]*|`[^`]*)$/],
  ['broken', /^[^\s]+/]
];

/** The pieces of a filter in MLflow's search language; blanks are left out. */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < filter.length) {
    const rest = filter.slice(position);
    const blank = /^\s+/.exec(rest);
    if (blank) {
      position += blank[0].length;
      continue;
    }
    const token = readToken(rest, position);
    tokens.push(token);
    position = token.end;
  }
  return tokens;
}

function readToken(rest: string, start: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    const match = pattern.exec(rest);
    if (match) {
      const text = match[0];
      return { kind, text, start, end: start + text.length };
    }
  }
  throw new Error('A pattern matches any text that is not blank');
}

export function isKeyword(
  token: Token | undefined,
  ...words: string[]
): boolean {
  return token?.kind === 'word' && words.includes(token.text.toUpperCase());
}
