export type Quote = "'" | '"' | '`';

export type Token = { start: number; end: number; text: string } & (
  | { type: 'word' | 'number' | 'operator' | 'punctuation' | 'unknown' }
  | { type: 'quoted'; quote: Quote; value: string }
);

/** Alternatives in the order in which they are tried at each place of the text. */
const patterns: [Token['type'], RegExp][] = [
  ['quoted', /'(?:''|\\'|[^'])*'|"(?:""|\\"|[^"])*"|`(?:``|[^`])*`/y],
  ['number', /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$#@])/y],
  ['word', /[\p{L}\p{N}_$#@][\p{L}\p{N}_$#@]*/uy],
  ['operator', /[<>=!~]+/y],
  ['punctuation', /[().,;]/y]
];

const SPACE = /\s*/y;

/** Splits a filter or an ordering into its tokens; what is none becomes `unknown`. */
export const tokenize = (source: string): Token[] => {
  const tokens: Token[] = [];
  let position = skipSpace(source, 0);
  while (position < source.length) {
    const token = readToken(source, position);
    tokens.push(token);
    position = skipSpace(source, token.end);
  }
  return tokens;
};

const skipSpace = (source: string, position: number): number => {
  SPACE.lastIndex = position;
  SPACE.test(source);
  return SPACE.lastIndex;
};

const readToken = (source: string, start: number): Token => {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = start;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) {
      const place = { start, end: start + text.length, text };
      return type === 'quoted'
        ? { ...place, type, ...unquote(text) }
        : { ...place, type };
    }
  }
  const text = String.fromCodePoint(source.codePointAt(start)!);
  return { type: 'unknown', start, end: start + text.length, text };
};

/** Inside quotes, the quote itself is written twice or after a backslash. */
const unquote = (text: string): { quote: Quote; value: string } => {
  const quote = text[0] as Quote;
  const value = text
    .slice(1, -1)
    .replaceAll(quote + quote, quote)
    .replaceAll(`\\${quote}`, quote);
  return { quote, value };
};
