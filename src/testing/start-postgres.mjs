import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Runs once, before the tests on PostgreSQL: starts one, and says where in the environment. */
export default async function startPostgres() {
  const server = spawn(
    process.execPath,
    ['scripts/postgres.mjs', 'fsync=off'],
    {
      stdio: ['pipe', 'pipe', 'inherit']
    }
  );
  const lines = createInterface({ input: server.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(lines, 'close').then(() => {
      throw new Error('PostgreSQL for the tests did not start.');
    })
  ]);
  globalThis.postgresServer = server;
  process.env.TRACKBOOK_TEST_POSTGRES = JSON.parse(line).url;
}
