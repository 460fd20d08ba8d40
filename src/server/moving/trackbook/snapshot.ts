import type { Executor } from '../../executor/executor.js';
import type { Operation } from '../../executor/group-commit.js';
import type { StoreLocation } from '../../store-location.js';
import type { Connection } from '../../store/connection.js';
import { PostgresConnection } from '../../store/postgres/connection.js';
import { openPool } from '../../store/postgres/open.js';
import type { SqliteConnection } from '../../store/sqlite/connection.js';
import { openForReading, schemaVersion } from '../../store/sqlite/open.js';
import { reads } from '../../tracking/operations.js';

/**
 * Reads one state of a store of Trackbook's, whatever is written there meanwhile: what was read
 * first and what is read last belong together. It never writes.
 */
export class Snapshot {
  static async open(store: StoreLocation): Promise<Executor> {
    return (
      store.kind === 'sqlite'
        ? openFile(store.path)
        : await openPostgres(store.url)
    ) as Executor;
  }

  constructor(
    private readonly connection: Connection,
    private readonly end: () => void | Promise<void>
  ) {
    connection.begin();
  }

  async read(name: keyof typeof reads, input: unknown): Promise<unknown> {
    const operation = reads[name] as Operation;
    try {
      return await operation(this.connection.transaction([]), input as never);
    } catch (error) {
      throw this.connection.explain(error);
    }
  }

  async write(): Promise<never> {
    throw new Error('This store is only read.');
  }

  onCommit(): void {}

  async close(): Promise<void> {
    await this.end();
  }
}

const openFile = (path: string): Snapshot => {
  const connection = openForReading(path);
  try {
    requireThisVersion(connection, path);
  } catch (error) {
    connection.close();
    throw error;
  }
  return new Snapshot(connection, () => connection.close());
};

const requireThisVersion = (connection: SqliteConnection, path: string) => {
  const { applied, known } = schemaVersion(connection);
  if (applied !== known) {
    throw new Error(
      applied < known
        ? `${path} is of an older version of Trackbook. Run 'trackbook db upgrade' on it first.`
        : `${path} is of a newer version of Trackbook. Upgrade Trackbook first.`
    );
  }
};

const openPostgres = async (url: string): Promise<Snapshot> => {
  const pool = openPool(url, 1);
  const client = await pool.connect();
  return new Snapshot(new PostgresConnection(client), () => {
    client.release(true);
    return pool.end();
  });
};
