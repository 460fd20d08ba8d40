import type { Change } from '../../api/trackbook.js';
import { mergeChanges } from '../events/merge-changes.js';
import type { SqliteConnection } from '../store/sqlite.js';
import type { Tx } from '../store/tx.js';
import { storageError } from '../store/storage-error.js';

export type Operation = (tx: Tx, input: never) => Promise<unknown>;

export interface Job {
  operation: Operation;
  input: unknown;
}

export type Outcome = { value: unknown } | { error: unknown };

export interface GroupResult {
  outcomes: Outcome[];
  changes: Change[];
}

/**
 * Runs all jobs in one transaction, so that many writes share one flush to disk. Each has a
 * savepoint: one that fails leaves the others alone.
 */
export const commitGroup = async (
  connection: SqliteConnection,
  jobs: readonly Job[]
): Promise<GroupResult> => {
  const changes: Change[] = [];
  const outcomes: Outcome[] = [];
  try {
    connection.beginWriting();
    for (const job of jobs) {
      outcomes.push(await runInSavepoint(connection, job, changes));
    }
    connection.commit();
    return { outcomes, changes: mergeChanges(changes) };
  } catch (error) {
    connection.rollback();
    return {
      outcomes: jobs.map(() => ({ error: storageError(error) })),
      changes: []
    };
  }
};

const runInSavepoint = async (
  connection: SqliteConnection,
  { operation, input }: Job,
  changes: Change[]
): Promise<Outcome> => {
  const before = changes.length;
  connection.setSavepoint();
  try {
    const value = await operation(
      connection.transaction(changes),
      input as never
    );
    connection.releaseSavepoint();
    return { value };
  } catch (error) {
    changes.length = before;
    // SQLite gives up the whole transaction by itself when, say, the disk is full.
    if (!connection.inTransaction) {
      throw error;
    }
    connection.rollbackToSavepoint();
    return { error: storageError(error) };
  }
};

/** Runs one reading job on a consistent snapshot. */
export const readSnapshot = async (
  connection: SqliteConnection,
  { operation, input }: Job
): Promise<Outcome> => {
  try {
    connection.begin();
    const value = await operation(connection.transaction([]), input as never);
    connection.commit();
    return { value };
  } catch (error) {
    connection.rollback();
    return { error: storageError(error) };
  }
};
