import { once } from 'node:events';

/** Runs once, after the tests on PostgreSQL. */
export default async function stopPostgres() {
  const server = globalThis.postgresServer;
  const exited = once(server, 'exit');
  server.stdin.end();
  await exited;
}
