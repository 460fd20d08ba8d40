import { check } from '../check.mjs';
import { rate } from '../load.mjs';
import { API, createExperiment, EPOCH, getRun } from '../mlflow-api.mjs';

const METRICS = ['rmse', 'mae', 'r2', 'seconds', 'rows'].map((key, i) => ({
  key,
  value: i + 0.5,
  timestamp: EPOCH,
  step: 0
}));
const PARAMS = ['model', 'alpha', 'seed'].map(key => ({ key, value: '1' }));
const TAGS = [{ key: 'model_family', value: 'linear' }];

async function liveARun(connection, experimentId) {
  const { run } = await connection.json('POST', `${API}/runs/create`, {
    experiment_id: experimentId,
    start_time: EPOCH
  });
  const run_id = run.info.run_id;
  const batch = { run_id, metrics: METRICS, params: PARAMS, tags: TAGS };
  await connection.send('POST', `${API}/runs/log-batch`, JSON.stringify(batch));
  const end = { run_id, status: 'FINISHED', end_time: EPOCH + 1000 };
  await connection.send('POST', `${API}/runs/update`, JSON.stringify(end));
  return run_id;
}

/** Whole runs a second: created, given 5 metrics, 3 params and a tag, finished. */
export const smallRun = {
  id: 'small-run',
  title: 'life of a small run (create, batch, finish), 4 clients',
  unit: 'runs/s',
  better: 'more',

  async prepare(server) {
    const experimentId = await createExperiment(server, 'bench small runs');
    return { experimentId, runIds: [] };
  },

  measure: (server, { experimentId, runIds }, { seconds }) =>
    rate(server.port, { clients: 4, seconds }, async connection => {
      runIds.push(await liveARun(connection, experimentId));
    }),

  async verify(server, { runIds }) {
    const some = runIds.filter((_, i) => i % 100 === 0);
    for (const runId of some) {
      const { info, data } = await getRun(server, runId);
      check(server, 'status', info.status, 'FINISHED');
      check(server, 'number of metrics', data.metrics.length, METRICS.length);
      check(server, 'number of params', data.params.length, PARAMS.length);
    }
  }
};
