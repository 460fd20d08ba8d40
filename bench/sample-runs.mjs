import { withConnections } from './load.mjs';
import { API, createExperiment, EPOCH } from './mlflow-api.mjs';

/** The experiment that the search workloads look into. */
export const EXPERIMENT = 'bench-search';

/** Numbers in [0, 1) that look random and are the same every time. */
function* numbers(seed) {
  for (;;) {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield seed / 2 ** 32;
  }
}

/** Runs as a search over settings leaves them: 15 metrics, 15 params and 5 tags each. */
export function sampleRuns(count) {
  const random = numbers(42);
  const next = () => random.next().value;
  return Array.from({ length: count }, (_, n) => ({
    name: `run-${String(n).padStart(5, '0')}`,
    startTime: EPOCH + n * 1000,
    endTime: EPOCH + n * 1000 + 900,
    metrics: keys(15, 'metric', 'rmse').map(key => ({
      key,
      value: 6 + 4 * next(),
      timestamp: EPOCH + n * 1000,
      step: 0
    })),
    params: keys(15, 'param', 'max_depth').map(key => ({
      key,
      value: String(Math.floor(10 * next()))
    })),
    tags: keys(5, 'tag', 'model_family').map(key => ({
      key,
      value: next() < 0.5 ? 'xgboost' : 'forest'
    }))
  }));
}

const keys = (count, prefix, first) =>
  Array.from({ length: count }, (_, i) => (i ? `${prefix}_${i}` : first));

/** Log the runs as any client would. */
export async function logRuns(server, runs) {
  const experimentId = await createExperiment(server, EXPERIMENT);
  const waiting = runs.values();
  await withConnections(server.port, 8, connections =>
    Promise.all(
      connections.map(async connection => {
        for (const run of waiting) {
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
