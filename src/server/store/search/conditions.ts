import { sql, type Expression, type SqlBool } from 'kysely';
import type { Filter, Ordering, Test } from '../../search/syntax-tree.js';
import { byDialect } from '../dialect.js';

export interface Search {
  filter: Filter;
  orderings: Ordering[];
  limit: number;
  offset: number;
}

/** Whether a column passes a test. Operators come from the syntax tree, values are bound. */
export const passes = (
  column: Expression<unknown>,
  test: Test
): Expression<SqlBool> => {
  switch (test.type) {
    case 'number':
      return sql`${column} ${sql.raw(test.operator)} ${byDialect(dialect => dialect.number(test.value))}`;
    case 'list':
      return test.values.length > 0
        ? sql`${column} ${sql.raw(test.operator)} (${sql.join(test.values)})`
        : test.operator === 'IN'
          ? sql`false`
          : sql`true`;
    case 'null':
      return sql`${column} ${sql.raw(test.operator)}`;
    case 'text':
      return passesText(column, test.operator, test.value);
  }
};

const passesText = (
  column: Expression<unknown>,
  operator: '=' | '!=' | 'LIKE' | 'ILIKE',
  value: string
): Expression<SqlBool> => {
  switch (operator) {
    case 'LIKE':
      return byDialect(dialect => dialect.like(column, value));
    case 'ILIKE':
      return byDialect(dialect => dialect.likeAnyCase(column, value));
    default:
      return sql`${column} ${sql.raw(operator)} ${value}`;
  }
};

/** A table of keys and values, and how its rows belong to the rows that are searched. */
export interface KeyValueTable {
  name: string;
  /** Holds for the rows of `v`, as the table is called here, that belong to the searched row. */
  belongs: Expression<SqlBool>;
}

/** Whether the searched row has a key whose value passes a test. */
export const hasValue = (
  { name, belongs }: KeyValueTable,
  key: string,
  test: Test
): Expression<SqlBool> => {
  const exists = (condition: Expression<SqlBool>): Expression<SqlBool> =>
    sql`exists (select 1 from ${sql.table(name)} as v where ${belongs} and v.key = ${key} and ${condition})`;
  if (test.type !== 'null') {
    const value = sql.ref('v.value');
    return exists(
      test.type === 'text' && test.operator === '='
        ? byDialect(dialect => dialect.isText(value, test.value))
        : passes(value, test)
    );
  }
  const present = exists(sql`true`);
  return test.operator === 'IS NULL' ? sql`not ${present}` : present;
};

/** The value of one key of the searched row; null where it has none. */
export const valueOf = (
  { name, belongs }: KeyValueTable,
  key: string
): Expression<unknown> =>
  sql`(select v.value from ${sql.table(name)} as v where ${belongs} and v.key = ${key})`;

export const allOf = (
  conditions: readonly Expression<SqlBool>[]
): Expression<SqlBool> =>
  conditions.length > 0
    ? sql`${sql.join([...conditions], sql` and `)}`
    : sql`true`;

export interface OrderTerm {
  value: Expression<unknown>;
  ascending: boolean;
}

/** The terms as they follow each other in ORDER BY. */
export const ordered = (terms: readonly OrderTerm[]): Expression<unknown> =>
  sql`${sql.join(
    terms.map(({ value, ascending }) =>
      ascending ? sql`${value} asc` : sql`${value} desc`
    )
  )}`;
