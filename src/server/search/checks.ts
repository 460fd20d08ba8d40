import { invalidParameter, TrackbookError } from '../../api/errors.js';
import type { Token } from './lexer.js';
import { attributeOf, type Searchable } from './searchable.js';
import type {
  Field,
  ListOperator,
  NullOperator,
  NumberOperator,
  Operator,
  Test,
  TextOperator
} from './syntax-tree.js';

export type WrittenValue =
  { type: 'single'; token: Token } | { type: 'list'; items: Token[] };

/** An operator and its value as they were written, not yet known to fit the field. */
export interface WrittenTest {
  operator: string;
  /** Its first word, capitalised as it was written. */
  written?: string;
  value?: WrittenValue;
}

/** Why a comparison is refused that can be read, but not looked for. MLflow says so after it has read all. */
export class CannotBeFound extends TrackbookError {
  constructor(message: string) {
    super('INVALID_PARAMETER_VALUE', message);
  }
}

const numberOperators: readonly Operator[] = ['>', '>=', '!=', '=', '<', '<='];
const textOperators: readonly Operator[] = ['!=', '=', 'LIKE', 'ILIKE'];
const listOperators: readonly Operator[] = ['IN', 'NOT IN'];
const nullOperators: readonly Operator[] = ['IS NULL', 'IS NOT NULL'];

/** Gives a test its types, or says why it does not fit the field. */
export const checkedTest = (
  searchable: Searchable,
  field: Field,
  { operator, written, value }: WrittenTest
): Test => {
  if (!value) {
    return nullTest(searchable, field, operator as NullOperator);
  }
  const type = valueType(searchable, field);
  const test = typedTest(searchable, field, { type, operator, value });
  const allowed = allowedOperators(searchable, field, type);
  const capitalised =
    !searchable.capitalOperators ||
    operator === 'NOT IN' ||
    operator.startsWith(written ?? '');
  if (!capitalised || !(allowed as string[]).includes(operator)) {
    throw new CannotBeFound(
      `Invalid comparator '${capitalised ? operator : written}' not one of '{${allowed.map(name => `'${name}'`).join(', ')}}'`
    );
  }
  return test;
};

/** The test with its value as the field needs it; of the operator nothing is known yet. */
const typedTest = (
  searchable: Searchable,
  field: Field,
  {
    type,
    operator,
    value
  }: { type: ValueType; operator: string; value: WrittenValue }
): Test => {
  if (type !== 'text') {
    const number = numberValue(searchable, field, { type, value });
    return {
      type: 'number',
      operator: operator as NumberOperator,
      value: number
    };
  }
  if (value.type === 'list') {
    const values = listValues(searchable, field, value.items);
    return { type: 'list', operator: operator as ListOperator, values };
  }
  const text = textValue(searchable, field, value.token);
  return { type: 'text', operator: operator as TextOperator, value: text };
};

const nullTest = (
  { nullable }: Searchable,
  field: Field,
  operator: NullOperator
): Test => {
  if (nullable.length === 0) {
    throw invalidParameter(
      `Invalid comparison: ${field.key} ${operator}. Expected a comparison with 3 tokens.`
    );
  }
  if (!nullable.includes(field.kind)) {
    throw invalidParameter(
      `IS NULL / IS NOT NULL is only supported for ${nullable.map(kind => `${kind}s`).join(' and ')}, not for '${field.kind}' '${field.key}'`
    );
  }
  return { type: 'null', operator };
};

type ValueType = 'text' | 'number' | 'integer';

const valueType = (searchable: Searchable, { kind, key }: Field): ValueType => {
  if (kind === 'metric') {
    return 'number';
  }
  return kind === 'attribute' ? attributeOf(searchable, key).type : 'text';
};

const allowedOperators = (
  { nullable, literalTexts, listKinds = [] }: Searchable,
  { kind }: Field,
  type: ValueType
): Operator[] => {
  if (type !== 'text') {
    return [...numberOperators];
  }
  const hasLists =
    literalTexts || ['attribute', 'dataset', ...listKinds].includes(kind);
  return [
    ...textOperators,
    ...(hasLists ? listOperators : []),
    ...(nullable.includes(kind) ? nullOperators : [])
  ];
};

const INTEGER = /^-?\d+$/;
const INT64_LIMIT = 2n ** 63n;
/** Room for an integer of 64 bits with zeros before; reading millions of digits takes seconds. */
const MOST_DIGITS = 1000;

const numberValue = (
  searchable: Searchable,
  { kind, key }: Field,
  { type, value }: { type: 'number' | 'integer'; value: WrittenValue }
): number | bigint => {
  const mayBeQuoted =
    kind === 'attribute' && attributeOf(searchable, key).quoted;
  const written =
    mayBeQuoted && isQuotedText(value) ? value.token.value : numberText(value);
  if (written === undefined) {
    throw invalidParameter(
      kind === 'metric'
        ? `Expected numeric value type for metric. Found ${describe(value)}`
        : `Expected numeric value type for numeric attribute: ${key}. Found ${describe(value)}`
    );
  }
  if (kind === 'metric' || !INTEGER.test(written)) {
    if (type === 'integer') {
      throw new CannotBeFound(
        `Invalid value for numeric attribute '${key}': '${written}'`
      );
    }
    return Number(written);
  }
  const integer = written.length > MOST_DIGITS ? INT64_LIMIT : BigInt(written);
  if (integer < -INT64_LIMIT || integer >= INT64_LIMIT) {
    throw invalidParameter(
      `Invalid value for numeric attribute '${key}': '${written}' does not fit 64 bits`
    );
  }
  return integer;
};

const numberText = (value: WrittenValue): string | undefined =>
  value.type === 'single' && value.token.type === 'number'
    ? value.token.text
    : undefined;

type QuotedText = { type: 'single'; token: Token & { type: 'quoted' } };

const isQuotedText = (value: WrittenValue): value is QuotedText =>
  value.type === 'single' && isText(value.token);

/** Texts stand in single or double quotes, keys in others. */
const isText = (token: Token): token is Token & { type: 'quoted' } =>
  token.type === 'quoted' && token.quote !== '`';

const textValue = (
  { literalTexts }: Searchable,
  { kind }: Field,
  token: Token
): string => {
  if (literalTexts) {
    return withoutQuotes(token.text);
  }
  if (isText(token)) {
    return token.value;
  }
  if (token.type === 'number') {
    const what = kind === 'attribute' ? 'attributes' : kind;
    throw invalidParameter(
      `Expected a quoted string value for ${what} (e.g. 'my-value'). Got value ${token.text}`
    );
  }
  throw invalidParameter(
    `Parameter value is either not quoted or unidentified quote types used for string value ${token.text}. Use either single or double quotes.`
  );
};

const listValues = (
  searchable: Searchable,
  field: Field,
  items: readonly Token[]
): string[] => {
  requireListSupport(searchable, field);
  const problem = 'While parsing a list in the query, expected';
  if (items.length === 0 && !searchable.literalTexts) {
    throw invalidParameter(
      `${problem} a non-empty list of string values, but got empty list`
    );
  }
  const commas = items.filter((_, i) => i % 2 === 1);
  if (commas.some(({ text }) => text !== ',')) {
    throw invalidParameter(
      `${problem} a non-empty list of string values, but got ill-formed list.`
    );
  }
  return items
    .filter((_, i) => i % 2 === 0)
    .map(item => {
      // A lone number in brackets is no list to Python.
      if (
        item.type === 'number' &&
        searchable.literalTexts &&
        items.length > 1
      ) {
        return digitsOf(item.text);
      }
      if (!isText(item)) {
        throw invalidParameter(
          `${problem} string value, punctuation, or whitespace, but got different type in list: (${describe({ type: 'list', items: [...items] })})`
        );
      }
      return item.value;
    });
};

/** Python's `strip("'")`; a regular expression would take quadratic time on many quotes inside. */
const withoutQuotes = (text: string): string => {
  let [start, end] = [0, text.length];
  while (text[start] === "'") {
    start++;
  }
  while (end > start && text[end - 1] === "'") {
    end--;
  }
  return text.slice(start, end);
};

/** A number as SQLite writes it when it compares it with a text. */
const digitsOf = (number: string): string => {
  if (INTEGER.test(number)) {
    return number;
  }
  const value = Number(number);
  return Number.isInteger(value) ? `${value}.0` : String(value);
};

const requireListSupport = (searchable: Searchable, { kind, key }: Field) => {
  if (kind === 'attribute' && !attributeOf(searchable, key).list) {
    const supported = Object.entries(searchable.attributes)
      .filter(([, attribute]) => attribute.list)
      .map(([name]) => `'${name}'`);
    throw invalidParameter(
      `Only [${supported.join(', ')}] attributes support comparison with a list of quoted string values.`
    );
  }
};

const describe = (value: WrittenValue): string =>
  value.type === 'single'
    ? value.token.text
    : value.items.map(({ text }) => text).join(' ');
