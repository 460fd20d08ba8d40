import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { existsSync } from 'node:fs';
import { openReadOnly } from '../../store/sqlite/open-read-only.js';
import {
  ROWS_PER_PAGE,
  type SqlOutput,
  type SqlReader,
  type SqlRow,
  type SqlValue
} from './sql-reader.js';

/** Opens a SQLite file; its writer may go on meanwhile. */
export const openSqliteReader = (path: string): SqlReader => {
  if (!existsSync(path)) {
    throw new Error(`There is no database ${path}.`);
  }
  return new SqliteReader(openReadOnly(path));
};

class SqliteReader implements SqlReader {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const mode = this.#database.prepare('PRAGMA journal_mode').get();
    // Without a write-ahead log, whoever writes would have to wait for the end of this.
    if (mode?.journal_mode === 'wal') {
      this.#database.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
    }
  }

  async columns(table: string): Promise<ReadonlySet<string>> {
    const rows = this.#database
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all(table);
    return new Set(rows.map(({ name }) => String(name)));
  }

  async all<Row extends SqlRow>(
    sql: string,
    values: readonly SqlValue[] = []
  ): Promise<Row[]> {
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    const rows = statement.all(...values.map(toBound)) as SqlRow[];
    return rows.map(
      row =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, toNumber(value)])
        ) as Row
    );
  }

  async *stream(
    sql: string,
    values: readonly SqlValue[] = []
  ): AsyncIterable<SqlOutput[][]> {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    const rows = statement.iterate(
      ...values.map(toBound)
    ) as unknown as IterableIterator<SqlOutput[]>;
    let page: SqlOutput[][] = [];
    for (const row of rows) {
      for (let i = 0; i < row.length; i++) {
        row[i] = toNumber(row[i]);
      }
      page.push(row);
      if (page.length === ROWS_PER_PAGE) {
        yield page;
        page = [];
      }
    }
    if (page.length > 0) {
      yield page;
    }
  }

  isOneOf(column: string, values: readonly string[]) {
    return {
      sql: `${column} IN (SELECT value FROM json_each(?))`,
      value: values
    };
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

const toBound = (value: SqlValue): SQLInputValue =>
  typeof value === 'object' ? JSON.stringify(value) : value;

const toNumber = (value: SqlOutput): SqlOutput => {
  if (typeof value !== 'bigint') {
    return value;
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};
