import type { Change } from '../../api/trackbook.js';
import { mergeChanges } from '../events/merge-changes.js';
import type { Connection } from '../store/connection.js';
import type { Tx } from '../store/tx.js';

export type Operation = (tx: Tx, input: never) => Promise<unknown>;

export interface Job {
  operation: Operation;
  input: unknown;
}

export type Outcome = { value: unknown } | { error: unknown };

export interface GroupResult {
  outcomes: Outcome[];
  changes: readonly Change[];
}

const MAX_ATTEMPTS = 10;

/**
 * Runs all jobs in one transaction, so that many writes share one flush to disk. Each has a
 * savepoint: one that fails leaves the others alone.
 */
export const commitGroup = async (
  connection: Connection,
  jobs: readonly Job[]
): Promise<GroupResult> => {
  if (jobs.length === 1) {
    return commitAlone(connection, jobs[0]);
  }
  const changes: Change[] = [];
  const outcomes: Outcome[] = [];
  try {
    connection.beginWriting();
    for (const job of jobs) {
      outcomes.push(await runInSavepoint(connection, job, changes));
    }
    await connection.commit();
    return { outcomes, changes: mergeChanges(changes) };
  } catch (error) {
    // Whose statement it was is not known.
    const isUnseen = connection.unseenFailure !== undefined;
    await connection.rollback();
    return isUnseen || connection.repeats(error)
      ? commitEach(connection, jobs)
      : failed(jobs, connection.explain(error));
  }
};

const failed = (jobs: readonly Job[], error: unknown): GroupResult => ({
  outcomes: jobs.map(() => ({ error })),
  changes: []
});

/** Jobs that were in the way of others together may not be one by one. */
const commitEach = async (
  connection: Connection,
  jobs: readonly Job[]
): Promise<GroupResult> => {
  const results: GroupResult[] = [];
  for (const job of jobs) {
    results.push(await commitAlone(connection, job));
  }
  return {
    outcomes: results.flatMap(({ outcomes }) => outcomes),
    changes: mergeChanges(results.flatMap(({ changes }) => changes))
  };
};

const commitAlone = async (
  connection: Connection,
  job: Job,
  attempt = 1
): Promise<GroupResult> => {
  const changes: Change[] = [];
  try {
    connection.beginWriting();
    const value = await run(connection, job, changes, attempt);
    await connection.commit();
    return { outcomes: [{ value }], changes: mergeChanges(changes) };
  } catch (seen) {
    // What failed first is the reason; all that came after it was refused.
    const error = connection.unseenFailure ?? seen;
    await connection.rollback();
    return connection.repeats(error) && attempt < MAX_ATTEMPTS
      ? commitAlone(connection, job, attempt + 1)
      : failed([job], connection.explain(error));
  }
};

const run = (
  connection: Connection,
  { operation, input }: Job,
  changes: Change[],
  attempt?: number
): Promise<unknown> =>
  operation(connection.transaction(changes, attempt), input as never);

const runInSavepoint = async (
  connection: Connection,
  job: Job,
  changes: Change[],
  attempt = 1
): Promise<Outcome> => {
  const before = changes.length;
  connection.setSavepoint();
  try {
    const value = await run(connection, job, changes, attempt);
    connection.releaseSavepoint();
    return { value };
  } catch (error) {
    changes.length = before;
    const repeats = connection.repeats(error);
    // SQLite gives up the whole transaction by itself when, say, the disk is full.
    if (!connection.inTransaction || repeats === 'transaction') {
      throw error;
    }
    connection.rollbackToSavepoint();
    return repeats === 'operation' && attempt < MAX_ATTEMPTS
      ? runInSavepoint(connection, job, changes, attempt + 1)
      : { error: connection.explain(error) };
  }
};

/** Runs one reading job on a consistent snapshot. */
export const readSnapshot = async (
  connection: Connection,
  job: Job
): Promise<Outcome> => {
  try {
    connection.begin();
    const value = await run(connection, job, []);
    await connection.commit();
    return { value };
  } catch (error) {
    await connection.rollback();
    return { error: connection.explain(error) };
  }
};
