import pg from 'pg';
import { clientConfig } from '../../store/postgres/open.js';
import { types } from '../../store/postgres/values.js';
import {
  ROWS_PER_PAGE,
  type SqlOutput,
  type SqlReader,
  type SqlRow,
  type SqlValue
} from './sql-reader.js';

/** Connects to a database; `url` is as libpq takes it. */
export const openPostgresReader = async (url: string): Promise<SqlReader> => {
  const client = new pg.Client({
    ...clientConfig(url),
    query_timeout: 0,
    types
  });
  // What breaks shows at the next query.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(
      'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY'
    );
  } catch (error) {
    await client.end().catch(() => {});
    throw new Error(
      `Cannot read the PostgreSQL database: ${(error as Error).message}`,
      { cause: error }
    );
  }
  return new PostgresReader(client);
};

class PostgresReader implements SqlReader {
  #cursors = 0;

  constructor(private readonly client: pg.Client) {}

  async columns(table: string): Promise<ReadonlySet<string>> {
    const rows = await this.all<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute
       WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped`,
      [table]
    );
    return new Set(rows.map(({ name }) => name));
  }

  async all<Row extends SqlRow>(
    sql: string,
    values: readonly SqlValue[] = []
  ): Promise<Row[]> {
    return (await this.client.query<Row>(numbered(sql), [...values])).rows;
  }

  async *stream(
    sql: string,
    values: readonly SqlValue[] = []
  ): AsyncIterable<SqlOutput[][]> {
    const cursor = `page_${++this.#cursors}`;
    await this.client.query(
      `DECLARE ${cursor} NO SCROLL CURSOR FOR ${numbered(sql)}`,
      [...values]
    );
    const text = `FETCH ${ROWS_PER_PAGE} FROM ${cursor}`;
    for (;;) {
      const { rows } = await this.client.query<SqlOutput[]>({
        text,
        rowMode: 'array'
      });
      if (rows.length > 0) {
        yield rows;
      }
      if (rows.length < ROWS_PER_PAGE) {
        break;
      }
    }
    await this.client.query(`CLOSE ${cursor}`);
  }

  isOneOf(column: string, values: readonly string[]) {
    return { sql: `${column} = ANY(?)`, value: values };
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

const numbered = (sql: string): string => {
  let number = 0;
  return sql.replace(/\?/g, () => `$${++number}`);
};
