import { DatabaseError, type PoolClient } from 'pg';
import type { Change } from '../../../api/trackbook.js';
import { settled } from '../../settled.js';
import type { Connection } from '../connection.js';
import { binder, type Prepared } from '../prepared.js';
import type { Compilable, QueryBuilder, RunPlace, Tx } from '../tx.js';
import {
  Batch,
  type Answer,
  type Prepared as PreparedColumns,
  type Question,
  type Statement
} from './batch.js';
import { oneRowQueries, postgresQueries } from './dialect.js';
import { isLost, repeats, storageError } from './storage-error.js';
import { toBound } from './values.js';

interface PreparedStatement {
  name: string;
  text: string;
  bind: (values: Record<string, unknown>) => unknown[];
}

/** The prepared forms of queries, which have the same names on every connection. */
class Statements {
  readonly #statements = new Map<unknown, PreparedStatement>();

  constructor(
    private readonly prefix: string,
    private readonly db: QueryBuilder
  ) {}

  of(query: AnyQuery, values: object): Statement {
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
    const { name, text, bind } = statement;
    const bound = bind(values as Record<string, unknown>);
    return { name, text, values: [...bound] as Statement['values'] };
  }
}

const statements = new Statements('trackbook', postgresQueries);
const ofOneRow = new Statements('trackbook_row', oneRowQueries);

const own = (name: string, text: string): Statement => ({
  name: `trackbook_${name}`,
  text
});
const BEGIN = own('begin', 'BEGIN');
const BEGIN_READING = own(
  'begin_reading',
  'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
);
const COMMIT = own('commit', 'COMMIT');
const ROLLBACK = own('rollback', 'ROLLBACK');
const SAVEPOINT = own('savepoint', 'SAVEPOINT job');
const RELEASE = own('release', 'RELEASE job');
const ROLLBACK_TO = own('rollback_to', 'ROLLBACK TO job');

/**
 * One connection to PostgreSQL. Statements wait until nothing more can be done without their answers,
 * and go in one batch then. Where that is a whole writing transaction, it needs no BEGIN and COMMIT.
 */
export class PostgresConnection implements Connection {
  readonly metricKeyIds = new Map<string, number>();
  readonly metricKeyNames = new Map<number, string>();
  /** Nothing can be asked of it any more. */
  lost = false;
  readonly #prepared: PreparedColumns = new Map();
  #waiting: Question[] = [];
  #sending: Promise<void> | undefined;
  #inTransaction = false;
  #writing = false;
  /** Whether this transaction has a BEGIN. */
  #begun = false;
  #inGroup = false;
  #end: Promise<void> | undefined;
  /** Of any statement; of one that nobody waited for. */
  #failure: unknown;
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
    this.#start();
    this.#writing = false;
    this.#begun = true;
    this.#post(BEGIN_READING);
  }

  beginWriting(): void {
    this.#start();
    this.#writing = true;
  }

  commit(): Promise<void> {
    this.#end ??= this.#begun ? this.#commitBegun() : this.#commitWaiting();
    return this.#end;
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false;
    this.#forgetMetricKeys();
    const unsent = this.#waiting.splice(0);
    unsent.forEach(({ reject }) => reject(new Error('Not needed any more.')));
    await this.#sending;
    if (this.#begun && !this.lost) {
      try {
        await this.#ask(ROLLBACK);
      } catch {
        // Whatever the reason: the database rolls back when the connection closes.
        this.lost = true;
      }
    }
  }

  setSavepoint(): void {
    this.#inGroup = true;
    this.#post(SAVEPOINT);
  }

  releaseSavepoint(): void {
    this.#post(RELEASE);
  }

  rollbackToSavepoint(): void {
    this.#post(ROLLBACK_TO);
    this.#post(RELEASE);
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
  }

  query(query: AnyQuery, values: unknown, rowMode?: 'array'): Promise<Answer> {
    if (values === undefined) {
      const { sql, parameters } = (query as Compilable<unknown>).compile();
      return this.#ask({ text: sql, values: parameters.map(toBound) });
    }
    return this.#ask({ ...statements.of(query, values as object), rowMode });
  }

  /** As `query`, and the end of the transaction unless others share it. */
  async last(query: AnyQuery, values: unknown): Promise<Answer> {
    const answer = this.query(query, values);
    if (!this.#inGroup) {
      await settled([answer, this.commit()]);
    }
    return answer;
  }

  /** Runs an insertion for each of many values, or for one. */
  async insert(query: AnyQuery, values: readonly object[]): Promise<number> {
    const { rowCount } = await this.#ask(
      values.length === 1
        ? ofOneRow.of(query, values[0])
        : statements.of(query, columnsOf(values))
    );
    return rowCount;
  }

  #start(): void {
    this.#inTransaction = true;
    this.#begun = false;
    this.#inGroup = false;
    this.#end = undefined;
    this.#failure = undefined;
    this.#unseenFailure = undefined;
  }

  async #commitBegun(): Promise<void> {
    const { command } = await this.#ask(COMMIT);
    this.#inTransaction = false;
    // What was broken off before is answered so, without an error.
    if (command !== 'COMMIT') {
      throw new Error('The transaction was rolled back instead of committed.');
    }
    await this.#sending;
  }

  async #commitWaiting(): Promise<void> {
    await this.#sending;
    this.#inTransaction = false;
    if (this.#failure) {
      throw this.#failure;
    }
  }

  #ask(statement: Statement): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statement, resolve, reject });
      this.#sending ??= this.#send();
    });
  }

  /** Does not wait: if it fails, so does what comes after it. */
  #post(statement: Statement): void {
    this.#ask(statement).catch(() => {});
  }

  async #send(): Promise<void> {
    await nextTick();
    while (this.#waiting.length > 0) {
      if (this.#writing && !this.#begun && !this.#end) {
        this.#begun = true;
        this.#post(BEGIN);
        this.#waiting.unshift(this.#waiting.pop()!);
      }
      await this.#sendBatch(this.#waiting.splice(0));
      await nextTick();
    }
    this.#sending = undefined;
  }

  async #sendBatch(questions: readonly Question[]): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        const end = (error?: unknown) => (error ? reject(error) : resolve());
        this.client.query(new Batch(questions, this.#prepared, end));
      });
    } catch (error) {
      // Those that were answered before stay so.
      questions.forEach(({ reject }) => reject(error));
      this.#failure ??= error;
      this.lost ||= !(error instanceof DatabaseError) || isLost(error);
    }
  }

  #forgetMetricKeys(): void {
    this.metricKeyIds.clear();
    this.metricKeyNames.clear();
  }
}

/** After all that can be done now. */
const nextTick = () => new Promise<void>(resolve => process.nextTick(resolve));

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
    return (await this.connection.query(query, values)).rows as Row[];
  }

  async tuples<Tuple extends unknown[]>(
    query: Prepared<never, unknown>,
    values: unknown
  ): Promise<Tuple[]> {
    const { rows } = await this.connection.query(query, values, 'array');
    return rows as Tuple[];
  }

  async first<Row>(
    query: AnyQuery,
    values?: unknown
  ): Promise<Row | undefined> {
    const { rows } = await this.connection.query(query, values);
    return rows[0] as Row | undefined;
  }

  async last<Row>(query: AnyQuery, values: unknown): Promise<Row | undefined> {
    const { rows } = await this.connection.last(query, values);
    return rows[0] as Row | undefined;
  }

  async run(query: AnyQuery, values?: unknown): Promise<number> {
    return (await this.connection.query(query, values)).rowCount;
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
