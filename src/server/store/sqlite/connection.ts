import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync
} from 'node:sqlite';
import type { Change } from '../../../api/trackbook.js';
import type { Connection } from '../connection.js';
import { binder, type Prepared } from '../prepared.js';
import type { Compilable, Tx } from '../tx.js';
import { DatabaseFile } from './database-file.js';
import { sqliteQueries } from './dialect.js';
import { openReadOnly } from './open-read-only.js';
import { storageError } from './storage-error.js';

const MAX_CACHED_STATEMENTS = 500;

/** How long the lock of another process is waited for. */
export const LOCK_TIMEOUT_MS = 10_000;

/** One connection to a SQLite file; transactions on it follow each other. */
export class SqliteConnection implements Connection {
  readonly metricKeyIds = new Map<string, number>();
  readonly metricKeyNames = new Map<number, string>();
  readonly #database: DatabaseSync;
  #writing = false;
  readonly #statements = new Map<string, StatementSync>();
  readonly #prepared = new Map<unknown, BoundStatement>();
  /** Absent where nothing is written, or to no file. */
  readonly #written: DatabaseFile | undefined;

  constructor(path: string, options: { readOnly?: boolean } = {}) {
    this.#database = options.readOnly
      ? openReadOnly(path)
      : new DatabaseSync(path, { timeout: LOCK_TIMEOUT_MS });
    this.#written =
      options.readOnly || path === ':memory:'
        ? undefined
        : new DatabaseFile(path);
    this.exec('PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;');
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  begin(): void {
    this.#writing = false;
    this.statement('BEGIN').run();
  }

  readonly unseenFailure = undefined;

  /** Begins a transaction that will write, and waits here for whoever writes now. */
  beginWriting(): void {
    this.#writing = true;
    this.statement('BEGIN IMMEDIATE').run();
  }

  commit(): void {
    this.#written?.requireInPlace();
    this.statement('COMMIT').run();
  }

  rollback(): void {
    if (this.inTransaction) {
      this.exec('ROLLBACK');
    }
    this.#forgetMetricKeys();
  }

  setSavepoint(): void {
    this.statement('SAVEPOINT job').run();
  }

  releaseSavepoint(): void {
    this.statement('RELEASE job').run();
  }

  /** Undoes what happened since the savepoint and forgets it. */
  rollbackToSavepoint(): void {
    this.exec('ROLLBACK TO job; RELEASE job');
    this.#forgetMetricKeys();
  }

  pragma(name: string): number {
    const row = this.#database.prepare(`PRAGMA ${name}`).get();
    return Number(Object.values(row ?? {})[0]);
  }

  /** A view of the connection for one operation; changes it reports go to `changes`. */
  transaction(changes: Change[]): Tx {
    return new SqliteTx(this, this.#writing, changes);
  }

  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      if (this.#statements.size >= MAX_CACHED_STATEMENTS) {
        this.#statements.clear();
      }
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  prepared(query: Prepared<never, unknown>): BoundStatement {
    let bound = this.#prepared.get(query);
    if (!bound) {
      const { sql, parameters } = query.compile(sqliteQueries);
      bound = {
        statement: this.#database.prepare(sql),
        bind: binder(parameters, toBound) as BoundStatement['bind']
      };
      this.#prepared.set(query, bound);
    }
    return bound;
  }

  explain(error: unknown): unknown {
    return storageError(error);
  }

  /** Nobody else writes during a transaction, so none has to be run again. */
  repeats(): undefined {
    return undefined;
  }

  close(): void {
    this.#database.close();
  }

  #forgetMetricKeys(): void {
    this.metricKeyIds.clear();
    this.metricKeyNames.clear();
  }
}

interface BoundStatement {
  statement: StatementSync;
  bind: (values: unknown) => SQLInputValue[];
}

type AnyQuery = Compilable<unknown> | Prepared<never, unknown>;

const noRuns = new Map<string, never>();

class SqliteTx implements Tx {
  readonly db = sqliteQueries;
  readonly optimistic = false;
  readonly runs = noRuns;
  readonly metricKeyIds: Map<string, number>;
  readonly metricKeyNames: Map<number, string>;

  constructor(
    private readonly connection: SqliteConnection,
    readonly writing: boolean,
    private readonly changes: Change[]
  ) {
    this.metricKeyIds = connection.metricKeyIds;
    this.metricKeyNames = connection.metricKeyNames;
  }

  async all<Row>(query: AnyQuery, values?: unknown): Promise<Row[]> {
    const { statement, parameters } = this.#bind(query, values);
    return readExactly(statement, () => statement.all(...parameters)) as Row[];
  }

  async tuples<Tuple extends unknown[]>(
    query: Prepared<never, unknown>,
    values: unknown
  ): Promise<Tuple[]> {
    const { statement, parameters } = this.#bind(query, values);
    statement.setReturnArrays(true);
    try {
      return readExactly(statement, () =>
        statement.all(...parameters)
      ) as unknown[] as Tuple[];
    } finally {
      statement.setReturnArrays(false);
    }
  }

  async first<Row>(
    query: AnyQuery,
    values?: unknown
  ): Promise<Row | undefined> {
    const { statement, parameters } = this.#bind(query, values);
    const rows = readExactly(statement, () => [statement.get(...parameters)]);
    return rows[0] as Row | undefined;
  }

  last<Row>(query: AnyQuery, values: unknown): Promise<Row | undefined> {
    return this.first(query, values);
  }

  async run(query: AnyQuery, values?: unknown): Promise<number> {
    return this.send(query, values);
  }

  async runEach<Values>(
    query: Prepared<Values, unknown>,
    values: readonly Values[]
  ): Promise<number> {
    return this.sendEach(query, values);
  }

  /** SQLite runs it here and now. */
  send(query: AnyQuery, values: unknown): number {
    const { statement, parameters } = this.#bind(query, values);
    return Number(statement.run(...parameters).changes);
  }

  sendEach<Values>(
    query: Prepared<Values, unknown>,
    values: readonly Values[]
  ): number {
    const { statement, bind } = this.connection.prepared(
      query as Prepared<never, unknown>
    );
    let changed = 0;
    for (const one of values) {
      changed += Number(statement.run(...bind(one)).changes);
    }
    return changed;
  }

  changed(change: Change): void {
    this.changes.push(change);
  }

  #bind(query: AnyQuery, values: unknown) {
    if (values === undefined) {
      const { sql, parameters } = (query as Compilable<unknown>).compile();
      return {
        statement: this.connection.statement(sql),
        parameters: parameters.map(toBound)
      };
    }
    const { statement, bind } = this.connection.prepared(
      query as Prepared<never, unknown>
    );
    return { statement, parameters: bind(values) };
  }
}

/** Arrays are bound as JSON, for `json_each`. */
const toBound = (value: unknown): SQLInputValue =>
  Array.isArray(value) ? JSON.stringify(value) : (value as SQLInputValue);

type Row = Record<string, SQLOutputValue>;
type Rows = (Row | undefined)[];

/** Reads once more with bigints if a value has more digits than a JavaScript number. */
const readExactly = (statement: StatementSync, read: () => Rows): Rows => {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_OUT_OF_RANGE') {
      throw error;
    }
  }
  statement.setReadBigInts(true);
  try {
    return read().map(row => row && withNumbers(row));
  } finally {
    statement.setReadBigInts(false);
  }
};

/** Leaves bigints only where they are needed. */
const withNumbers = (row: Row): Row =>
  Array.isArray(row)
    ? (row.map(toNumber) as unknown as Row)
    : Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, toNumber(value)])
      );

const toNumber = (value: SQLOutputValue): SQLOutputValue =>
  typeof value === 'bigint' && Number.isSafeInteger(Number(value))
    ? Number(value)
    : value;
