import { ceiling } from './ceiling.mjs';
import { compare } from './compare.mjs';
import { databaseSize, idleMemory, startUp } from './footprint.mjs';
import { goalOf } from './goals.mjs';
import { say } from './say.mjs';
import { withServers } from './with-servers.mjs';
import { artifactDownload, artifactUpload } from './workloads/artifacts.mjs';
import { history } from './workloads/history.mjs';
import { logBatch } from './workloads/log-batch.mjs';
import { logMetricLatency, logMetricRate } from './workloads/log-metric.mjs';
import { filteredSearch, newestRuns } from './workloads/search.mjs';
import { smallRun } from './workloads/small-run.mjs';

export const FULL = { rounds: 3, seconds: 4, runs: 10_000, points: 100_000 };
export const QUICK = { rounds: 1, seconds: 1, runs: 1_000, points: 10_000 };

const workloadsOf = ({ runs, points }) => [
  logBatch,
  logMetricRate,
  logMetricLatency,
  smallRun,
  filteredSearch(runs),
  newestRuns(runs),
  history(points),
  artifactUpload,
  artifactDownload
];

/** All workloads whose title holds a text, on one store: the servers' names and the table's rows. */
export async function measure({ store, contenders, scale, only }) {
  const workloads = workloadsOf(scale).filter(({ title }) =>
    title.includes(only)
  );
  const limit = await ceiling(scale.seconds / 2);
  const rows = await withServers(store, contenders, async servers => {
    await fill(servers, scale.runs);
    return runAll(servers, scale, workloads);
  });
  return {
    limit,
    names: contenders.map(({ name }) => name),
    rows: rows.map(row => ({ ...row, goal: goalOf(row.id, store.id) }))
  };
}

async function fill(servers, runs) {
  say(`filling the databases with ${runs.toLocaleString('en')} runs`);
  for (const server of servers) {
    await server.fill(0, runs);
  }
}

async function runAll(servers, scale, workloads) {
  const started = await startUp(servers, scale);
  const memory = await idleMemory(servers);
  const rows = [];
  for (const workload of workloads) {
    rows.push(await compare(workload, servers, scale));
  }
  const logged = rows.filter(({ id }) => id === logBatch.id);
  return [...rows, started, ...memory, ...logged.map(databaseSize)];
}
