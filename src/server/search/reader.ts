import { invalidParameter } from '../../api/errors.js';
import type { WrittenTest, WrittenValue } from './checks.js';
import { MAX_LIST_VALUES, requireFew } from './few.js';
import { tokenize, type Token } from './lexer.js';
import type { Searchable } from './searchable.js';

export interface Name {
  prefix?: string;
  key: string;
}

/** Walks through the tokens of one filter or ordering. */
export class Reader {
  readonly #source: string;
  readonly #tokens: Token[];
  readonly #literalTexts: boolean;
  #next = 0;

  constructor(source: string, { literalTexts }: Searchable) {
    this.#source = source;
    this.#tokens = tokenize(source);
    this.#literalTexts = literalTexts ?? false;
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
      const literal = this.#literalTexts && last.quote === '"';
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
    const value = operator && (isList(operator) ? this.#list() : this.single());
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

  /** A place to return to. */
  mark(): number {
    return this.#next;
  }

  returnTo(mark: number): void {
    this.#next = mark;
  }

  /** Goes on behind a bracket, if one comes next. */
  bracket(text: '(' | ')'): boolean {
    return this.#take(token => token.text === text) !== undefined;
  }

  /** Whether this and then that word come next; goes on behind them if so. */
  keywords(first: string, second: string): boolean {
    const found =
      this.#isWord(this.#peek(), first) &&
      this.#isWord(this.#tokens[this.#next + 1], second);
    this.#next += found ? 2 : 0;
    return found;
  }

  /** Says what should stand here. */
  expected(what: string) {
    const found = this.#peek();
    return invalidParameter(
      `Invalid filter at character ${this.position + 1}: expected ${what}, found ${found ? `'${found.text}'` : 'the end'}.`
    );
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

  /** A number, a text in quotes, or a word where one of these should be. */
  single(): WrittenValue | undefined {
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
