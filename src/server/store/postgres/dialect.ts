import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type RawNode
} from 'kysely';
import {
  writtenIn,
  type ColumnType,
  type Dialect,
  type InsertedColumn
} from '../dialect.js';
import type { Schema } from '../schema.js';
import type { QueryBuilder } from '../tx.js';

const typeNames: Record<ColumnType, string> = {
  integer: 'integer',
  bigint: 'bigint',
  real: 'double precision',
  text: 'text'
};

const unnested = (columns: readonly InsertedColumn[]) =>
  sql`unnest(${sql.join(
    columns.map(
      ({ type, place }) => sql`${place}::${sql.raw(typeNames[type])}[]`
    )
  )})`;

/** Statements take all rows at once, as an array of values for each column. */
export const postgresDialect: Dialect = {
  isOneOf: (column, list) => sql`${column} = any(${list})`,
  like: (column, pattern) => sql`${column} like ${pattern} escape ''`,
  likeAnyCase: (column, pattern) => sql`${column} ilike ${pattern} escape ''`,
  number: value =>
    isInt64(value)
      ? sql`${String(value)}::bigint`
      : sql`${String(value)}::numeric`,
  clusteredBy: (...columns) => sql.join(columns.map(name => sql.ref(name))),
  rows: columns => sql`select * from ${unnested(columns)}`,
  // PostgreSQL knows NaN; without a flag for it the history takes a tenth less room.
  points: columns => sql`
    metric_points (run, key, step, timestamp, value)
    select run, key, step, timestamp, case is_nan when 1 then 'NaN' else value end
    from ${unnested(columns)} as point (${sql.join(columns.map(({ name }) => sql.ref(name)))})`,
  locked: () => sql`for no key update`,
  lockedTogether: () => sql`for share`
};

const isInt64 = (value: number | bigint): boolean =>
  typeof value === 'number'
    ? Number.isSafeInteger(value)
    : BigInt.asIntN(64, value) === value;

class Compiler extends PostgresQueryCompiler {
  protected override visitRaw(node: RawNode): void {
    const written = writtenIn(postgresDialect, node);
    if (written) {
      this.visitNode(written);
    } else {
      super.visitRaw(node);
    }
  }
}

/** Writes queries in PostgreSQL's dialect; a connection runs them. */
export const postgresQueries: QueryBuilder = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: db => new PostgresIntrospector(db),
    createQueryCompiler: () => new Compiler()
  }
});
