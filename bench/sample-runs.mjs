import { withConnections } from './load.mjs';
import { API, EPOCH } from './mlflow-api.mjs';

/** The experiment that the search workloads look into. */
export const EXPERIMENT = 'bench-search';

/** Numbers in [0, 1) that look random and are the same every time (mulberry32). */
function* numbers(seed) {
  for (;;) {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** The n-th run, as a search over settings leaves it: 15 metrics, 15 params and 5 tags. */
export function sampleRun(n) {
  const random = numbers(n);
  const next = () => random.next().value;
  const time = EPOCH + n * 1000;
  return {
    name: `run-${String(n).padStart(5, '0')}`,
    startTime: time,
    endTime: time + 900,
    metrics: METRICS.map(key => ({
      key,
      value: 6 + 4 * next(),
      timestamp: time,
      step: 0
    })),
    params: PARAMS.map(key => ({
      key,
      value: String(Math.floor(10 * next()))
    })),
    tags: TAGS.map(key => ({ key, value: next() < 0.5 ? 'xgboost' : 'forest' }))
  };
}

const keys = (count, prefix, first) =>
  Array.from({ length: count }, (_, i) => (i ? `${prefix}_${i}` : first));

const METRICS = keys(15, 'metric', 'rmse');
const PARAMS = keys(15, 'param', 'max_depth');
const TAGS = keys(5, 'tag', 'model_family');

export const VALUES_PER_RUN = METRICS.length + PARAMS.length + TAGS.length;

/** The runs with numbers in [from, to), made as they are asked for. */
export function* sampleRuns(from, to) {
  for (let n = from; n < to; n += 1) {
    yield sampleRun(n);
  }
}

/** Log runs as any client would, from 8 connections. */
export function logRuns(server, experimentId, runs) {
  return withConnections(server.port, 8, connections =>
    Promise.all(
      connections.map(async connection => {
        for (const run of runs) {
          await logRun(connection, experimentId, run);
        }
      })
    )
  );
}

async function logRun(connection, experimentId, run) {
  const { name, startTime, endTime, metrics, params, tags } = run;
  const created = await connection.json('POST', `${API}/runs/create`, {
    experiment_id: experimentId,
    run_name: name,
    start_time: startTime
  });
  const run_id = created.run.info.run_id;
  const batch = JSON.stringify({ run_id, metrics, params, tags });
  await connection.send('POST', `${API}/runs/log-batch`, batch);
  const end = { run_id, status: 'FINISHED', end_time: endTime };
  await connection.send('POST', `${API}/runs/update`, JSON.stringify(end));
}
