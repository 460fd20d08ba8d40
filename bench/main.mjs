/**
 * `npm run bench [-- --quick] [--only TEXT]`: Trackbook beside a real `mlflow
 * server`, both on SQLite, doing the same work in turns. `--only` keeps the
 * workloads whose title holds the text. Started by scripts/bench.mjs.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ceiling } from './ceiling.mjs';
import { compare } from './compare.mjs';
import { fillMlflow, fillOverHttp } from './fill.mjs';
import { databaseSize, idleMemory, startUp } from './footprint.mjs';
import { markdownTable } from './report.mjs';
import { say } from './say.mjs';
import { sampleRuns } from './sample-runs.mjs';
import { mlflow, trackbook } from './servers.mjs';
import { readable } from './stats.mjs';
import { artifactDownload, artifactUpload } from './workloads/artifacts.mjs';
import { history } from './workloads/history.mjs';
import { logBatch } from './workloads/log-batch.mjs';
import { logMetricLatency, logMetricRate } from './workloads/log-metric.mjs';
import { filteredSearch, newestRuns } from './workloads/search.mjs';
import { smallRun } from './workloads/small-run.mjs';

const WORKLOADS = [
  logBatch,
  logMetricRate,
  logMetricLatency,
  smallRun,
  filteredSearch,
  newestRuns,
  history,
  artifactUpload,
  artifactDownload
];
const RUNS = 10_000;
const FULL = { rounds: 3, seconds: 4 };
const QUICK = { rounds: 1, seconds: 2 };
const RESULTS = path.join(import.meta.dirname, 'results');

async function fill([own, other], runs) {
  say(`filling both databases with ${runs.length.toLocaleString('en')} runs`);
  await fillOverHttp(own, runs);
  await fillMlflow(other, runs);
}

async function measure(servers, scale, workloads) {
  const runs = sampleRuns(RUNS);
  await fill(servers, runs);
  const started = await startUp(servers, scale);
  const memory = await idleMemory(servers);
  const work = [];
  for (const workload of workloads) {
    work.push(await compare(workload, servers, scale, runs));
  }
  const logged = work.filter((_, i) => workloads[i] === logBatch);
  return [...work, started, ...memory, ...logged.map(databaseSize)];
}

function save(result) {
  mkdirSync(RESULTS, { recursive: true });
  const stamp = result.date.replaceAll(/[:.]/g, '-');
  const file = path.join(RESULTS, `${stamp}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  say(`all samples are in ${path.relative(process.cwd(), file)}`);
}

/** Leave nothing behind, however the benchmark ends. */
function cleanUp(servers, folder) {
  servers.filter(server => server.running).forEach(server => server.kill());
  rmSync(folder, { recursive: true, force: true });
}

function makeServers(folder) {
  return [trackbook, mlflow].map((make, i) => {
    const home = path.join(folder, String(i));
    mkdirSync(home);
    return make(home);
  });
}

function print({ names, rows, machine, loadBefore, scale, limit }) {
  console.log(markdownTable(names, rows));
  console.log(
    `\n${machine}; load before the start ${loadBefore.toFixed(2)}. Medians; rounds: ${scale.rounds}.\n` +
      `The load generator alone reaches ${readable(limit.metricsPerSecond)} metrics/s in batches ` +
      `and ${readable(limit.requests)} single requests/s.`
  );
}

async function bench() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' }
    }
  });
  const scale = values.quick ? QUICK : FULL;
  const workloads = WORKLOADS.filter(({ title }) =>
    title.includes(values.only)
  );
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trackbook-bench-'));
  const servers = makeServers(folder);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      cleanUp(servers, folder);
      process.exit(1);
    });
  }
  try {
    const result = {
      date: new Date().toISOString(),
      machine: `${os.cpus().length} cores (${os.cpus()[0].model}), Node ${process.version}`,
      loadBefore: os.loadavg()[0],
      scale,
      names: servers.map(server => server.name),
      limit: await ceiling(scale.seconds / 2),
      rows: await measure(servers, scale, workloads)
    };
    print(result);
    save(result);
  } finally {
    cleanUp(servers, folder);
  }
}

await bench();
