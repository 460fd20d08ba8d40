import {
  type Expression,
  type OperationNode,
  type RawNode,
  type SqlBool
} from 'kysely';

/** What a value of a column is, where PostgreSQL must be told. */
export type ColumnType = 'integer' | 'bigint' | 'real' | 'text';

/** What SQLite and PostgreSQL say differently; everything else in queries is the same text. */
export interface Dialect {
  /** Whether a column has one of many values, which are bound as one array. */
  isOneOf(column: Expression<unknown>, values: unknown): Expression<SqlBool>;
  /** Whether a column of a table of keys and values is a text, so that an index can tell. */
  isText(column: Expression<unknown>, text: string): Expression<SqlBool>;
  /** LIKE that minds case, with `%` and `_` and no escape character. */
  like(column: Expression<unknown>, pattern: string): Expression<SqlBool>;
  /** LIKE for which a is A, of ASCII letters only. */
  likeAnyCase(
    column: Expression<unknown>,
    pattern: string
  ): Expression<SqlBool>;
  /** A number from outside, of any size, to compare a column of numbers with. */
  number(value: number | bigint): Expression<unknown>;
  /** The order in which tables that are clustered by their primary key give rows anyway. */
  clusteredBy(...columns: string[]): Expression<unknown>;
  /** A text as a field of `jsonList`. */
  jsonText(text: Expression<unknown>): Expression<string>;
  /** A number as a field of `jsonList`, with all its digits. */
  jsonNumber(number: Expression<unknown>): Expression<string>;
  /** The text of a JSON list that has an object for each row of a group, in the rows' order. */
  jsonList(fields: Record<string, Expression<string>>): Expression<string>;
  /** What `insert into` takes its rows from where it is run for many at once. */
  rows(columns: readonly InsertedColumn[]): Expression<unknown>;
  /** The rows of an insertion into `metrics`, none of them twice, that are not there yet. */
  newPoints(columns: readonly InsertedColumn[]): Expression<unknown>;
  /** A query to be run after experiments got ids of their own: later ones get higher ones. */
  raiseIds(): Expression<unknown>;
  /** Ends a query whose rows nobody may change before this transaction is over. */
  locked(): Expression<unknown>;
  /** As `locked`, but others may do the same meanwhile. */
  lockedTogether(): Expression<unknown>;
}

/** A column that is inserted into, and the place of its values in a prepared query. */
export interface InsertedColumn {
  name: string;
  type: ColumnType;
  place: unknown;
}

interface DialectNode extends RawNode {
  readonly write: (dialect: Dialect) => Expression<unknown>;
}

/** An expression that each dialect writes for itself when the query is compiled. */
export const byDialect = <T>(
  write: (dialect: Dialect) => Expression<T>
): Expression<T> => {
  const node: DialectNode = {
    kind: 'RawNode',
    sqlFragments: [],
    parameters: [],
    write
  };
  return { expressionType: undefined, toOperationNode: () => node };
};

/** What a node of `byDialect` stands for; nothing for any other node. */
export const writtenIn = (
  dialect: Dialect,
  node: RawNode
): OperationNode | undefined =>
  'write' in node
    ? (node as DialectNode).write(dialect).toOperationNode()
    : undefined;

export const isOneOf = (column: Expression<unknown>, values: unknown) =>
  byDialect(dialect => dialect.isOneOf(column, values));

export const clusteredBy = (...columns: string[]) =>
  byDialect(dialect => dialect.clusteredBy(...columns));

export const locked = byDialect(dialect => dialect.locked());

export const lockedTogether = byDialect(dialect => dialect.lockedTogether());
