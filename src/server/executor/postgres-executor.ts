import type { Pool, PoolClient } from 'pg';
import type { Change } from '../../api/trackbook.js';
import type { ChangeBus } from '../events/change-bus.js';
import { PostgresBus } from '../events/postgres-bus.js';
import { PostgresConnection } from '../store/postgres/connection.js';
import { migrate, openPool } from '../store/postgres/open.js';
import { storageError } from '../store/postgres/storage-error.js';
import type { RunPlace } from '../store/tx.js';
import { reads, writes } from '../tracking/operations.js';
import type { Executor } from './executor.js';
import {
  commitGroup,
  readSnapshot,
  type GroupResult,
  type Job,
  type Operation,
  type Outcome
} from './group-commit.js';
import { Lanes } from './lanes.js';

const WRITERS = 4;

/**
 * Runs operations on PostgreSQL. Writes about the same thing follow each other in one lane, where
 * those that wait share a transaction; lanes and reads go on side by side.
 */
export class PostgresExecutor {
  readonly #readers: Pool;
  readonly #writers: Pool;
  readonly #connections = new WeakMap<PoolClient, PostgresConnection>();
  /** Shared, as a run is written to on whichever connection is free. */
  readonly #runs = new Map<string, RunPlace>();
  readonly #lanes = new Lanes<Job, Outcome>(WRITERS, jobs =>
    this.#commit(jobs)
  );
  readonly #listeners: ((changes: readonly Change[]) => void)[] = [];

  /** Settles when the database is reached and up to date. */
  static async open(
    url: string,
    options: { readers: number }
  ): Promise<Executor> {
    await migrate(url);
    const bus = await PostgresBus.open(url);
    return new PostgresExecutor(url, bus, options) as Executor;
  }

  private constructor(
    url: string,
    readonly bus: ChangeBus,
    options: { readers: number }
  ) {
    this.#readers = openPool(url, options.readers);
    this.#writers = openPool(url, WRITERS);
  }

  async read(name: keyof typeof reads, input: unknown): Promise<unknown> {
    const job: Job = { operation: reads[name] as Operation, input };
    return valueOf(
      await this.#with(
        this.#readers,
        connection => readSnapshot(connection, job),
        error => ({ error })
      )
    );
  }

  async write(name: keyof typeof writes, input: unknown): Promise<unknown> {
    const job: Job = { operation: writes[name] as Operation, input };
    return valueOf(await this.#lanes.run(subjectOf(input), job));
  }

  onCommit(listener: (changes: readonly Change[]) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    await this.#lanes.idle();
    await this.bus.close();
    await Promise.all([this.#readers.end(), this.#writers.end()]);
  }

  async #commit(jobs: readonly Job[]): Promise<Outcome[]> {
    const { outcomes, changes } = await this.#with<GroupResult>(
      this.#writers,
      connection => commitGroup(connection, jobs),
      error => ({ outcomes: jobs.map(() => ({ error })), changes: [] })
    );
    if (changes.length > 0) {
      this.#listeners.forEach(listener => listener(changes));
    }
    return outcomes;
  }

  /** Gives `work` a connection, and whoever waits for its result the reason why there is none. */
  async #with<Result>(
    pool: Pool,
    work: (connection: PostgresConnection) => Promise<Result>,
    refused: (error: unknown) => Result
  ): Promise<Result> {
    let client: PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      return refused(storageError(error));
    }
    const connection = this.#connectionOf(client);
    try {
      return await work(connection);
    } finally {
      client.release(connection.lost);
    }
  }

  #connectionOf(client: PoolClient): PostgresConnection {
    let connection = this.#connections.get(client);
    if (!connection) {
      connection = new PostgresConnection(client, this.#runs);
      this.#connections.set(client, connection);
    }
    return connection;
  }
}

const valueOf = (outcome: Outcome): unknown => {
  if ('error' in outcome) {
    throw outcome.error;
  }
  return outcome.value;
};

/** What a write is about, as far as its input tells: writes about the same wait for each other. */
const subjectOf = (input: unknown): string | undefined => {
  const { runId, modelId, name } = input as Record<string, string | undefined>;
  return runId ?? modelId ?? (name || undefined);
};
