import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import type { Change } from '../../../api/trackbook.js';
import type { Connection } from '../connection.js';
import { binder, type Prepared } from '../prepared.js';
import type { Compilable, QueryBuilder, RunPlace, Tx } from '../tx.js';
import { oneRowQueries, postgresQueries } from './dialect.js';
import { isLost, repeats, storageError } from './storage-error.js';
import { toBound, types } from './values.js';

interface Statement {
  name: string;
  text: string;
  bind: (values: Record<string, unknown>) => unknown[];
}

/** The prepared forms of queries, which have the same names on every connection. */
class Statements {
  readonly #statements = new Map<unknown, Statement>();

  constructor(
    private readonly prefix: string,
    private readonly db: QueryBuilder
  ) {}

  of(query: Prepared<never, unknown>): Statement {
    let statement = this.#statements.get(query);
    if (!statement) {
      const { sql, parameters } = query.compile(this.db);
      statement = {
        name: `${this.prefix}_${this.#statements.size + 1}`,
        text: sql,
        bind: binder(parameters, toBound)
      };
      this.#statements.set(query, statement);
    }
    return statement;
  }
}

const statements = new Statements('trackbook', postgresQueries);
const ofOneRow = new Statements('trackbook_row', oneRowQueries);

/**
 * One connection to PostgreSQL. Statements are sent at once and answered in their order, so that
 * those without a result cost no waiting.
 */
export class PostgresConnection implements Connection {
  readonly metricKeyIds = new Map<string, number>();
  readonly metricKeyNames = new Map<number, string>();
  /** Nothing can be asked of it any more. */
  lost = false;
  #inTransaction = false;
  #writing = false;
  /** Of this transaction: statements whose results nobody waits for before it is committed. */
  #sent: Promise<unknown>[] = [];
  #unseenFailure: unknown;

  constructor(
    private readonly client: PoolClient,
    readonly runs = new Map<string, RunPlace>()
  ) {
    client.on('error', () => {
      this.lost = true;
    });
  }

  get inTransaction(): boolean {
    return this.#inTransaction && !this.lost && !this.#unseenFailure;
  }

  begin(): void {
    this.#writing = false;
    this.#begin('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  }

  beginWriting(): void {
    this.#writing = true;
    this.#begin('BEGIN');
  }

  async commit(): Promise<void> {
    this.#inTransaction = false;
    const [{ command }] = await Promise.all([
      this.#run({ text: 'COMMIT' }),
      ...this.#sent
    ]);
    // What was broken off before is answered so, without an error.
    if (command !== 'COMMIT') {
      throw new Error('The transaction was rolled back instead of committed.');
    }
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false;
    this.#forgetMetricKeys();
    try {
      await this.#run({ text: 'ROLLBACK' });
    } catch {
      // Whatever the reason: the database rolls back when the connection closes.
      this.lost = true;
    }
    // So that none of their failures is taken for one of the next transaction.
    await Promise.allSettled(this.#sent);
  }

  setSavepoint(): void {
    this.#send('SAVEPOINT job');
  }

  releaseSavepoint(): void {
    this.#send('RELEASE job');
  }

  rollbackToSavepoint(): void {
    this.#send('ROLLBACK TO job; RELEASE job');
    this.#forgetMetricKeys();
  }

  transaction(changes: Change[], attempt = 1): Tx {
    return new PostgresTx(this, this.#writing, attempt === 1, changes);
  }

  explain(error: unknown): unknown {
    return storageError(error);
  }

  repeats(error: unknown) {
    return repeats(error);
  }

  get unseenFailure(): unknown {
    return this.#unseenFailure;
  }

  /** What is on its way is waited for when the transaction is committed. */
  send(sent: Promise<unknown>): void {
    sent.catch(error => {
      this.#unseenFailure ??= error;
    });
    this.#sent.push(sent);
  }

  query(
    query: AnyQuery,
    values: unknown,
    rowMode?: 'array'
  ): Promise<QueryResult> {
    if (values === undefined) {
      const { sql, parameters } = (query as Compilable<unknown>).compile();
      const bound = parameters.map(toBound);
      return this.#run({ text: sql, values: bound, types });
    }
    return this.#prepared(statements, query, values, rowMode);
  }

  /** Runs an insertion for each of many values, or for one. */
  async insert(
    query: Prepared<never, unknown>,
    values: readonly object[]
  ): Promise<number> {
    const { rowCount } = await (values.length === 1
      ? this.#prepared(ofOneRow, query, values[0])
      : this.#prepared(statements, query, columnsOf(values)));
    return rowCount ?? 0;
  }

  #prepared(
    from: Statements,
    query: AnyQuery,
    values: unknown,
    rowMode?: 'array'
  ): Promise<QueryResult> {
    const { name, text, bind } = from.of(query as Prepared<never, unknown>);
    return this.#run({
      name,
      text,
      values: [...bind(values as Record<string, unknown>)],
      types,
      ...(rowMode && { rowMode })
    });
  }

  #begin(sql: string): void {
    this.#inTransaction = true;
    this.#sent = [];
    this.#unseenFailure = undefined;
    this.#send(sql);
  }

  /** Does not wait: if it fails, so does the next statement. */
  #send(text: string): void {
    this.#run({ text }).catch(() => {});
  }

  async #run(config: QueryConfig): Promise<QueryResult> {
    try {
      return await this.client.query(config);
    } catch (error) {
      this.lost ||= isLost(error);
      throw error;
    }
  }

  #forgetMetricKeys(): void {
    this.metricKeyIds.clear();
    this.metricKeyNames.clear();
  }
}

type AnyQuery = Compilable<unknown> | Prepared<never, unknown>;

class PostgresTx implements Tx {
  readonly db = postgresQueries;
  readonly metricKeyIds: Map<string, number>;
  readonly metricKeyNames: Map<number, string>;
  readonly runs: Map<string, RunPlace>;

  constructor(
    private readonly connection: PostgresConnection,
    readonly writing: boolean,
    readonly optimistic: boolean,
    private readonly changes: Change[]
  ) {
    this.runs = connection.runs;
    this.metricKeyIds = connection.metricKeyIds;
    this.metricKeyNames = connection.metricKeyNames;
  }

  async all<Row>(query: AnyQuery, values?: unknown): Promise<Row[]> {
    return (await this.connection.query(query, values)).rows;
  }

  async tuples<Tuple extends unknown[]>(
    query: Prepared<never, unknown>,
    values: unknown
  ): Promise<Tuple[]> {
    return (await this.connection.query(query, values, 'array')).rows;
  }

  async first<Row>(
    query: AnyQuery,
    values?: unknown
  ): Promise<Row | undefined> {
    return (await this.connection.query(query, values)).rows[0];
  }

  async run(query: AnyQuery, values?: unknown): Promise<number> {
    return (await this.connection.query(query, values)).rowCount ?? 0;
  }

  async runEach<Values>(
    query: Prepared<Values, unknown>,
    values: readonly Values[]
  ): Promise<number> {
    return values.length > 0
      ? this.connection.insert(
          query as Prepared<never, unknown>,
          values as readonly object[]
        )
      : 0;
  }

  send(query: AnyQuery, values: unknown): void {
    this.connection.send(this.connection.query(query, values));
  }

  sendEach<Values>(
    query: Prepared<Values, unknown>,
    values: readonly Values[]
  ): void {
    this.connection.send(this.runEach(query, values));
  }

  changed(change: Change): void {
    this.changes.push(change);
  }
}

/** Rows as one array of values for each column. */
const columnsOf = (rows: readonly object[]): Record<string, unknown[]> =>
  Object.fromEntries(
    Object.keys(rows[0]).map(name => [
      name,
      rows.map(row => (row as Record<string, unknown>)[name])
    ])
  );
