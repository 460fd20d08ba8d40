import type { Executor } from '../../executor/executor.js';
import { readSnapshot, type Operation } from '../../executor/group-commit.js';
import type { SqliteConnection } from '../../store/sqlite/connection.js';
import { openForReading, schemaVersion } from '../../store/sqlite/open.js';
import { reads } from '../../tracking/operations.js';

/** Reads a SQLite file of Trackbook's without ever writing to it. */
export class ReadingExecutor {
  readonly #connection: SqliteConnection;

  static open(path: string): Executor {
    return new ReadingExecutor(path) as Executor;
  }

  private constructor(path: string) {
    this.#connection = openForReading(path);
    const { applied, known } = schemaVersion(this.#connection);
    if (applied !== known) {
      this.#connection.close();
      throw new Error(
        applied < known
          ? `${path} is of an older version of Trackbook. Run 'trackbook db upgrade' on it first.`
          : `${path} is of a newer version of Trackbook. Upgrade Trackbook first.`
      );
    }
  }

  async read(name: keyof typeof reads, input: unknown): Promise<unknown> {
    const operation = reads[name] as Operation;
    const outcome = await readSnapshot(this.#connection, { operation, input });
    if ('error' in outcome) {
      throw outcome.error;
    }
    return outcome.value;
  }

  async write(): Promise<never> {
    throw new Error('This store is only read.');
  }

  onCommit(): void {}

  async close(): Promise<void> {
    this.#connection.close();
  }
}
