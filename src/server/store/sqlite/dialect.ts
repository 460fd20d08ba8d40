import {
  DummyDriver,
  Kysely,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type RawNode
} from 'kysely';
import { writtenIn, type Dialect } from '../dialect.js';
import type { Schema } from '../schema.js';
import type { QueryBuilder } from '../tx.js';

const nothing = sql``;

const values: Dialect['rows'] = columns =>
  sql`values (${sql.join(columns.map(({ place }) => place))})`;

/** Statements run once for each row, and nobody else writes during a transaction. */
export const sqliteDialect: Dialect = {
  isOneOf: (column, list) =>
    sql`${column} in (select value from json_each(${list}))`,
  isText: (column, text) => sql`${column} = ${text}`,
  // SQLite's LIKE ignores case, its GLOB does not.
  like: (column, pattern) => sql`${column} glob ${globOf(pattern)}`,
  likeAnyCase: (column, pattern) => sql`${column} like ${pattern}`,
  number: value => sql`${value}`,
  clusteredBy: () => sql`null`,
  jsonText: text => sql`${text}`,
  jsonNumber: number => sql`${number}`,
  jsonList: fields =>
    sql`json_group_array(json_object(${sql.join(
      Object.entries(fields).flatMap(([name, value]) => [sql.lit(name), value])
    )}))`,
  rows: values,
  newPoints: columns => sql`${values(columns)} on conflict do nothing`,
  raiseIds: () => sql`select 1`,
  locked: () => nothing,
  lockedTogether: () => nothing
};

const globOf = (likePattern: string): string =>
  likePattern
    .replace(/[*?[]/g, '[$&]')
    .replaceAll('%', '*')
    .replaceAll('_', '?');

class Compiler extends SqliteQueryCompiler {
  protected override visitRaw(node: RawNode): void {
    const written = writtenIn(sqliteDialect, node);
    if (written) {
      this.visitNode(written);
    } else {
      super.visitRaw(node);
    }
  }
}

/** Writes queries in SQLite's dialect; a connection runs them. */
export const sqliteQueries: QueryBuilder = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: db => new SqliteIntrospector(db),
    createQueryCompiler: () => new Compiler()
  }
});
