import { invalidParameter } from '../../api/errors.js';
import { checkedTest, type WrittenTest, type WrittenValue } from './checks.js';
import { tokenize, type Token } from './lexer.js';
import { filterField, orderField, type Searchable } from './searchable.js';
import type { Comparison, Field, Filter, Ordering } from './syntax-tree.js';

/** More than any database takes in one statement is refused here. */
const MAX_PARTS = 500;
const MAX_LIST_VALUES = 10_000;

const requireFew = (what: string, count: number, limit = MAX_PARTS) => {
  if (count > limit) {
    throw invalidParameter(`A search can hold at most ${limit} ${what}.`);
  }
};

/** Reads a filter: comparisons joined by AND. Like MLflow it forgives an AND too many. */
export const parseFilter = (source: string, searchable: Searchable): Filter => {
  const reader = new Reader(source, searchable);
  const filter: Filter = [];
  if (source !== '' && reader.atEnd) {
    throw invalidParameter(
      `Invalid filter string: '${source}'. Could not be parsed. Expected a single SQL expression.`
    );
  }
  while (!reader.atEnd) {
    if (!reader.keyword('AND')) {
      filter.push(parseComparison(reader, searchable));
      reader.requireAnd();
    }
  }
  requireFew('comparisons', filter.length);
  return filter;
};

const parseComparison = (
  reader: Reader,
  searchable: Searchable
): Comparison => {
  const start = reader.position;
  reader.refuseNumber();
  const name = reader.name();
  const test = name && reader.test();
  if (!name || !test) {
    throw reader.invalidClause(start);
  }
  const field = filterField(searchable, name.prefix, name.key);
  return { field, test: checkedTest(searchable, field, test) };
};

/** Reads the items of `order_by`. */
export const parseOrderings = (
  sources: readonly string[],
  searchable: Searchable
): Ordering[] => {
  requireFew('orderings', sources.length);
  return sources.map(source => parseOrdering(source, searchable));
};

/** Reads the items of an `order_by` that may not name a field twice. */
export const parseUniqueOrderings = (
  sources: readonly string[],
  searchable: Searchable
): Ordering[] => {
  const orderings = parseOrderings(sources, searchable);
  const names = orderings.map(({ field }) => fieldName(field));
  if (new Set(names).size < names.length) {
    throw invalidParameter(
      `\`order_by\` contains duplicate fields: [${sources.map(source => `'${source}'`).join(', ')}]`
    );
  }
  return orderings;
};

const fieldName = ({ kind, key }: Field) => `${kind}.${key}`;

const parseOrdering = (source: string, searchable: Searchable): Ordering => {
  const reader = new Reader(source, searchable);
  const name = reader.atNumber ? undefined : reader.name();
  if (!name) {
    throw unreadableOrdering(source);
  }
  const ascending = reader.keyword('ASC') || !reader.keyword('DESC');
  if (!reader.atEnd) {
    throw reader.isLast
      ? invalidParameter(`Invalid ordering key in order_by clause '${source}'.`)
      : unreadableOrdering(source);
  }
  return { field: orderField(searchable, name.prefix, name.key), ascending };
};

const unreadableOrdering = (source: string) =>
  invalidParameter(`Invalid order_by clause '${source}'. Could not be parsed.`);

interface Name {
  prefix?: string;
  key: string;
}

/** Walks through the tokens of one text. */
class Reader {
  readonly #source: string;
  readonly #tokens: Token[];
  readonly #literalDoubleQuotes: boolean;
  #next = 0;

  constructor(source: string, { literalDoubleQuotes }: Searchable) {
    this.#source = source;
    this.#tokens = tokenize(source);
    this.#literalDoubleQuotes = literalDoubleQuotes ?? false;
  }

  get atEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  get isLast(): boolean {
    return this.#next === this.#tokens.length - 1;
  }

  /** Where in the text the next token starts. */
  get position(): number {
    return this.#peek()?.start ?? this.#source.length;
  }

  /** `metrics.rmse`, "tags.`mlflow.source.name`", `run_id`. */
  name(): Name | undefined {
    const first = this.#take(isNamePart);
    if (!first) {
      return undefined;
    }
    if (!this.#dot()) {
      return { key: plain(first) };
    }
    const start = this.#peek();
    let last = this.#take(isKeyPart);
    if (!start || !last) {
      return undefined;
    }
    if (last.type === 'quoted') {
      const literal = this.#literalDoubleQuotes && last.quote === '"';
      return { prefix: plain(first), key: literal ? last.text : last.value };
    }
    while (this.#dot()) {
      last = this.#take(isKeyPart) ?? last;
    }
    const key = this.#source.slice(start.start, last.end);
    return { prefix: plain(first), key };
  }

  /** An operator with its value. */
  test(): WrittenTest | undefined {
    if (this.keyword('IS')) {
      const operator = this.keyword('NOT') ? 'IS NOT NULL' : 'IS NULL';
      return this.keyword('NULL') ? { operator } : undefined;
    }
    const written = this.#peek()?.text;
    const operator = this.#operator();
    const value =
      operator && (isList(operator) ? this.#list() : this.#single());
    return value ? { operator, written, value } : undefined;
  }

  keyword(word: string): boolean {
    const found = this.#isWord(this.#peek(), word);
    this.#next += found ? 1 : 0;
    return found;
  }

  /** A comparison has its field on the left. */
  refuseNumber(): void {
    if (this.atNumber) {
      throw invalidParameter(
        `Invalid comparison clause. Expected 'Identifier' found '${this.#peek()?.text}'`
      );
    }
  }

  get atNumber(): boolean {
    return this.#peek()?.type === 'number';
  }

  /** Refuses to go on without an AND. */
  requireAnd(): void {
    if (!this.atEnd && !this.#isWord(this.#peek(), 'AND')) {
      throw this.invalidClause(this.position);
    }
  }

  invalidClause(start: number) {
    if (this.#tokens.some(({ text }) => text === ';')) {
      return invalidParameter(
        `Search filter contained multiple expression '${this.#source}'. Provide AND-ed expression list.`
      );
    }
    return invalidParameter(
      `Invalid clause(s) in filter string: '${this.#source.slice(start).trim()}'`
    );
  }

  #operator(): string | undefined {
    const symbol = this.#take(({ type }) => type === 'operator');
    if (symbol) {
      return symbol.text;
    }
    if (this.keyword('NOT')) {
      return this.keyword('IN') ? 'NOT IN' : undefined;
    }
    return ['LIKE', 'ILIKE', 'IN', 'RLIKE'].find(word => this.keyword(word));
  }

  #single(): WrittenValue | undefined {
    const token = this.#take(
      ({ type, text }) =>
        type === 'number' ||
        type === 'quoted' ||
        (type === 'word' && !/^\d/.test(text))
    );
    return token && { type: 'single', token };
  }

  #list(): WrittenValue | undefined {
    if (!this.#take(({ text }) => text === '(')) {
      return undefined;
    }
    const items: Token[] = [];
    while (!this.atEnd) {
      if (this.#take(({ text }) => text === ')')) {
        requireFew('values in a list', items.length / 2, MAX_LIST_VALUES);
        return { type: 'list', items };
      }
      items.push(this.#tokens[this.#next++]);
    }
    return undefined;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #take(accept: (token: Token) => boolean): Token | undefined {
    const token = this.#peek();
    if (!token || !accept(token)) {
      return undefined;
    }
    this.#next++;
    return token;
  }

  /** A dot that touches what comes before and after it. */
  #dot(): boolean {
    const before = this.#tokens[this.#next - 1];
    const after = this.#tokens[this.#next + 1];
    return (
      this.#take(
        ({ text, start, end }) =>
          text === '.' && start === before.end && end === after?.start
      ) !== undefined
    );
  }

  #isWord(token: Token | undefined, word: string): boolean {
    return token?.type === 'word' && token.text.toUpperCase() === word;
  }
}

const isList = (operator: string) => operator.endsWith('IN');

const isKeyPart = ({ type }: Token): boolean =>
  type === 'word' || type === 'number' || type === 'quoted';

/** A single quote starts a value, or a key after a prefix. */
const isNamePart = (token: Token): boolean =>
  isKeyPart(token) && !(token.type === 'quoted' && token.quote === "'");

const plain = (token: Token): string =>
  token.type === 'quoted' ? token.value : token.text;
