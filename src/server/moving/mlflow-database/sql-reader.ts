/** Reads a database of MLflow's, one consistent state of it, and never writes. */
export interface SqlReader {
  /** The columns of a table; none if there is no such table. */
  columns(table: string): Promise<ReadonlySet<string>>;
  /** `?` in `sql` stands for the next of `values`. */
  all<Row extends SqlRow>(
    sql: string,
    values?: readonly SqlValue[]
  ): Promise<Row[]>;
  /** Rows as arrays, a few thousand at a time. */
  stream(
    sql: string,
    values?: readonly SqlValue[]
  ): AsyncIterable<SqlOutput[][]>;
  /** A condition that a column has one of the values, which are bound as one. */
  isOneOf(column: string, values: readonly string[]): Condition;
  close(): Promise<void>;
}

export interface Condition {
  sql: string;
  value: SqlValue;
}

export type SqlValue = string | number | readonly string[];
/** Integers that a number cannot hold are bigints. */
export type SqlOutput = string | number | bigint | boolean | null;
export type SqlRow = Record<string, SqlOutput>;

export const ROWS_PER_PAGE = 10_000;
