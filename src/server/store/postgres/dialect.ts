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
import { MAX_INDEXED_BYTES } from './table-words.js';

const typeNames: Record<ColumnType, string> = {
  integer: 'integer',
  bigint: 'bigint',
  real: 'double precision',
  text: 'text'
};

const named = (columns: readonly InsertedColumn[]) =>
  sql.join(columns.map(({ name }) => sql.ref(name)));

const unnested = (columns: readonly InsertedColumn[]) =>
  sql`unnest(${sql.join(
    columns.map(
      ({ type, place }) => sql`${place}::${sql.raw(typeNames[type])}[]`
    )
  )})`;

const oneRow = (columns: readonly InsertedColumn[]) =>
  sql`select ${sql.join(
    columns.map(({ type, place }) => sql`${place}::${sql.raw(typeNames[type])}`)
  )}`;

/**
 * A unique key of all columns would be as large as the table and slow; the row of the metric in
 * `latest_metrics`, which is written first, keeps others from adding the same points meanwhile.
 */
const isNewPoint = (columns: readonly InsertedColumn[]) => {
  const same = columns.map(
    ({ name }) => sql`${sql.ref(`known.${name}`)} = ${sql.ref(`point.${name}`)}`
  );
  return sql`not exists (select from metrics as known where ${sql.join(same, sql` and `)})`;
};

/** Statements take all rows at once, as an array of values for each column. */
export const postgresDialect: Dialect = {
  isOneOf: (column, list) => sql`${column} = any(${list})`,
  // Said of the column, too, as the index holds short texts only.
  isText: (column, text) =>
    Buffer.byteLength(text) <= MAX_INDEXED_BYTES
      ? sql`${column} = ${text} and octet_length(${column}) <= ${sql.lit(MAX_INDEXED_BYTES)}`
      : sql`${column} = ${text}`,
  like: (column, pattern) => sql`${column} like ${pattern} escape ''`,
  likeAnyCase: (column, pattern) => sql`${column} ilike ${pattern} escape ''`,
  number: value =>
    isInt64(value)
      ? sql`${String(value)}::bigint`
      : sql`${String(value)}::numeric`,
  clusteredBy: (...columns) => sql.join(columns.map(name => sql.ref(name))),
  jsonText: text => sql`to_json(${text})::text`,
  jsonNumber: number => sql`${number}::text`,
  // Twice as quick as its functions that make objects and lists of them.
  jsonList: fields => {
    const parts = Object.entries(fields).map(
      ([name, json], i) =>
        sql`${sql.lit(`${i === 0 ? '{' : ','}"${name}":`)} || ${json}`
    );
    const object = sql`${sql.join(parts, sql` || `)} || '}'`;
    return sql`'[' || string_agg(${object}, ',') || ']'`;
  },
  rows: columns => sql`select * from ${unnested(columns)}`,
  newPoints: columns => sql`
    select ${named(columns)} from ${unnested(columns)} as point (${named(columns)})
    where ${isNewPoint(columns)}`,
  raiseIds: () => sql`
    select setval(
      'experiments_id_seq',
      greatest(given.id, numbers.last_value),
      given.id >= numbers.last_value or numbers.is_called
    )
    from (select max(id) as id from experiments) as given, experiments_id_seq as numbers`,
  locked: () => sql`for no key update`,
  lockedTogether: () => sql`for share`
};

/** For statements that take a single row: arrays of one cost PostgreSQL three times as much. */
const oneRowDialect: Dialect = {
  ...postgresDialect,
  rows: oneRow,
  newPoints: columns => sql`
    select ${named(columns)} from (${oneRow(columns)}) as point (${named(columns)})
    where ${isNewPoint(columns)}`
};

const isInt64 = (value: number | bigint): boolean =>
  typeof value === 'number'
    ? Number.isSafeInteger(value)
    : BigInt.asIntN(64, value) === value;

class Compiler extends PostgresQueryCompiler {
  constructor(private readonly dialect: Dialect) {
    super();
  }

  protected override visitRaw(node: RawNode): void {
    const written = writtenIn(this.dialect, node);
    if (written) {
      this.visitNode(written);
    } else {
      super.visitRaw(node);
    }
  }
}

const queriesIn = (dialect: Dialect): QueryBuilder =>
  new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: db => new PostgresIntrospector(db),
      createQueryCompiler: () => new Compiler(dialect)
    }
  });

/** Writes queries in PostgreSQL's dialect; a connection runs them. */
export const postgresQueries = queriesIn(postgresDialect);

export const oneRowQueries = queriesIn(oneRowDialect);
