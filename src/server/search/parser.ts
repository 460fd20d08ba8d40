import { invalidParameter } from '../../api/errors.js';
import { CannotBeFound, checkedTest } from './checks.js';
import { requireFew } from './few.js';
import { Reader } from './reader.js';
import { filterField, orderField, type Searchable } from './searchable.js';
import type { Comparison, Field, Filter, Ordering } from './syntax-tree.js';

/**
 * Reads a filter: comparisons joined by AND. Like MLflow it forgives an AND too many. `requireSense`
 * refuses a comparison whose value nothing can have.
 */
export const parseFilter = (
  source: string,
  searchable: Searchable,
  requireSense: (comparison: Comparison) => void = () => undefined
): Filter => {
  const reader = new Reader(source, searchable);
  const comparisons: (() => Comparison)[] = [];
  if (source !== '' && reader.atEnd) {
    throw invalidParameter(
      `Invalid filter string: '${source}'. Could not be parsed. Expected a single SQL expression.`
    );
  }
  while (!reader.atEnd) {
    if (!reader.keyword('AND')) {
      comparisons.push(readComparison(reader, searchable));
      reader.requireAnd();
    }
  }
  requireFew('comparisons', comparisons.length);
  const filter: Filter = [];
  try {
    comparisons.forEach(comparison => filter.push(comparison()));
  } catch (error) {
    if (error instanceof CannotBeFound) {
      filter.forEach(requireSense);
    }
    throw error;
  }
  filter.forEach(requireSense);
  return filter;
};

/** `field operator value`, whose meaning is looked for once the whole filter is known to be well formed. */
export const readComparison = (
  reader: Reader,
  searchable: Searchable
): (() => Comparison) => {
  const start = reader.position;
  const field = parseField(reader, searchable);
  const test = field && reader.test();
  if (!field || !test) {
    throw reader.invalidClause(start);
  }
  return () => ({
    field: field(),
    test: checkedTest(searchable, field(), test)
  });
};

/** The field that comes next, which is looked for once its clause is known to be whole. */
export const parseField = (
  reader: Reader,
  searchable: Searchable
): (() => Field) | undefined => {
  reader.refuseNumber();
  const name = reader.name();
  return name && (() => filterField(searchable, name.prefix, name.key));
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
