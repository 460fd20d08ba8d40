import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';
import { median } from './stats.mjs';

/** Start-up on the filled database; the servers are left running. */
export async function startUp(servers, { rounds }) {
  say('start-up');
  const seconds = servers.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, server] of servers.entries()) {
      await server.stop();
      seconds[i].push(await server.start());
    }
  }
  return {
    id: 'start',
    title: 'start on an existing database',
    unit: 's',
    better: 'less',
    values: seconds.map(median)
  };
}

/** What the servers hold while nobody asks them anything. */
export async function idleMemory(servers) {
  await sleep(3000);
  const memories = servers.map(server => server.memory());
  const row = (title, kind) => ({
    id: `memory-${kind}`,
    title,
    unit: 'MB',
    better: 'less',
    values: memories.map(memory => memory[kind])
  });
  return [
    row('idle memory, resident', 'rss'),
    row('idle memory, shared pages counted once', 'pss')
  ];
}

/** What the points of the log-batch workload take on disk. */
export const databaseSize = ({ results }) => ({
  id: 'database-size',
  title: 'database size per million points',
  unit: 'MB',
  better: 'less',
  values: results.map(({ bytes, points }) => bytes / points),
  results
});
