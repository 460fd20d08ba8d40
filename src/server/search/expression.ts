import { invalidParameter } from '../../api/errors.js';
import { checkedTest, type WrittenValue } from './checks.js';
import { requireFew } from './few.js';
import { parseField, readComparison } from './parser.js';
import { Reader } from './reader.js';
import type { Searchable } from './searchable.js';
import type { Condition, Field } from './syntax-tree.js';

const MAX_DEPTH = 50;

/**
 * Reads a filter of Trackbook's own search: MLflow's comparisons, and BETWEEN and MATCHES, joined by
 * AND, OR, NOT and brackets. Whatever MLflow's grammar takes means the same here.
 */
export const parseExpression = (
  source: string,
  searchable: Searchable
): Condition[] => {
  const parser = new ExpressionParser(source, searchable);
  return parser.whole();
};

class ExpressionParser {
  readonly #reader: Reader;
  readonly #searchable: Searchable;
  #depth = 0;
  #comparisons = 0;

  constructor(source: string, searchable: Searchable) {
    this.#reader = new Reader(source, searchable);
    this.#searchable = searchable;
  }

  whole(): Condition[] {
    this.#skipAnds();
    if (this.#reader.atEnd) {
      return [];
    }
    const condition = this.#any();
    if (!this.#reader.atEnd) {
      throw this.#reader.expected('AND or OR');
    }
    return 'all' in condition ? condition.all : [condition];
  }

  #any(): Condition {
    const any = [this.#all()];
    while (this.#reader.keyword('OR')) {
      any.push(this.#all());
    }
    return any.length > 1 ? { any } : any[0];
  }

  #all(): Condition {
    const all = [this.#not()];
    while (this.#skipAnds() && !this.#reader.atEnd) {
      all.push(this.#not());
    }
    return all.length > 1 ? { all } : all[0];
  }

  #not(): Condition {
    return this.#reader.keyword('NOT')
      ? { not: this.#deeper(() => this.#not()) }
      : this.#reader.bracket('(')
        ? this.#inBrackets()
        : this.#comparison();
  }

  #inBrackets(): Condition {
    const condition = this.#deeper(() => this.#any());
    if (!this.#reader.bracket(')')) {
      throw this.#reader.expected("AND, OR or ')'");
    }
    return condition;
  }

  #deeper(parse: () => Condition): Condition {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw invalidParameter(
        `A filter can be nested at most ${MAX_DEPTH} deep.`
      );
    }
    const condition = parse();
    this.#depth -= 1;
    return condition;
  }

  #comparison(): Condition {
    this.#comparisons += 1;
    requireFew('comparisons', this.#comparisons);
    const before = this.#reader.mark();
    const field = parseField(this.#reader, this.#searchable);
    if (!field) {
      throw this.#reader.expected('a comparison such as metrics.rmse < 1');
    }
    const own = this.#ownTest(field);
    if (own) {
      return own;
    }
    this.#reader.returnTo(before);
    return readComparison(this.#reader, this.#searchable)();
  }

  /** BETWEEN, MATCHES, and LIKE with a NOT before it. */
  #ownTest(field: () => Field): Condition | undefined {
    const reader = this.#reader;
    if (reader.keyword('BETWEEN')) {
      return this.#range(field());
    }
    if (reader.keyword('MATCHES')) {
      return this.#pattern(field());
    }
    if (reader.keywords('NOT', 'BETWEEN')) {
      return { not: this.#range(field()) };
    }
    if (reader.keywords('NOT', 'MATCHES')) {
      return { not: this.#pattern(field()) };
    }
    const like = ['LIKE', 'ILIKE'].find(word => reader.keywords('NOT', word));
    return like ? { not: this.#like(field(), like) } : undefined;
  }

  #range(field: Field): Condition {
    const low = this.#number(field, '>=');
    if (!this.#reader.keyword('AND')) {
      throw this.#reader.expected('AND');
    }
    return { field, low, high: this.#number(field, '<=') };
  }

  #number(field: Field, operator: string): number | bigint {
    const value = this.#value('a number');
    const test = checkedTest(this.#searchable, field, { operator, value });
    if (test.type !== 'number') {
      throw invalidParameter(`'${field.key}' is no number.`);
    }
    return test.value;
  }

  #pattern(field: Field): Condition {
    const value = this.#value('a regular expression in quotes');
    const test = checkedTest(this.#searchable, field, { operator: '=', value });
    if (test.type !== 'text') {
      throw invalidParameter(
        `MATCHES compares texts, and '${field.key}' is a number.`
      );
    }
    return { field, pattern: test.value };
  }

  #like(field: Field, operator: string): Condition {
    const value = this.#value('a pattern in quotes');
    const written = { operator, value };
    return { field, test: checkedTest(this.#searchable, field, written) };
  }

  #value(what: string): WrittenValue {
    const value = this.#reader.single();
    if (!value) {
      throw this.#reader.expected(what);
    }
    return value;
  }

  /** Like MLflow it forgives an AND too many. */
  #skipAnds(): boolean {
    let found = false;
    while (this.#reader.keyword('AND')) {
      found = true;
    }
    return found;
  }
}
