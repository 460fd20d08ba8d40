import type { Executor } from '../server/executor/executor.js';
import { InlineExecutor } from '../server/executor/inline-executor.js';
import { PostgresExecutor } from '../server/executor/postgres-executor.js';
import { createSchema } from './test-database.js';

/** An executor over a database of its own, which goes away when the executor is closed. */
export const openTestExecutor = (): Promise<Executor> | Executor =>
  isOnPostgres() ? openOnPostgres() : InlineExecutor.open();

/** Set by the jest project that runs tests of the store on PostgreSQL as well. */
const isOnPostgres = () =>
  (globalThis as { testStore?: string }).testStore === 'postgres';

const openOnPostgres = async (): Promise<Executor> => {
  const database = await createSchema();
  const executor = await PostgresExecutor.open(database.url, { readers: 2 });
  const close = executor.close.bind(executor);
  return Object.assign(executor, {
    close: async () => {
      await close();
      await database.drop();
    }
  });
};
