import { withConnection } from './load.mjs';

export const API = '/api/2.0/mlflow';
export const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts';

/** Timestamps count from here, so that all servers store the same numbers. */
export const EPOCH = Date.UTC(2026, 0, 1);

const call = (server, method, path, payload) =>
  withConnection(server.port, connection =>
    connection.json(method, `${API}/${path}`, payload)
  );

export async function createExperiment(server, name) {
  const { experiment_id: id } = await call(
    server,
    'POST',
    'experiments/create',
    { name }
  );
  return id;
}

export async function experimentNamed(server, name) {
  const { experiment } = await call(
    server,
    'GET',
    `experiments/get-by-name?experiment_name=${name}`
  );
  return experiment.experiment_id;
}

export async function createRun(server, experimentId) {
  const { run } = await call(server, 'POST', 'runs/create', {
    experiment_id: experimentId,
    start_time: EPOCH
  });
  return run.info.run_id;
}

/** So many runs in a new experiment. */
export async function createRuns(server, name, count) {
  const experimentId = await createExperiment(server, name);
  const ids = [];
  while (ids.length < count) {
    ids.push(await createRun(server, experimentId));
  }
  return ids;
}

export async function getRun(server, id) {
  const { run } = await call(server, 'GET', `runs/get?run_id=${id}`);
  return run;
}

export const historyPath = (runId, key) =>
  `${API}/metrics/get-history?run_id=${runId}&metric_key=${key}`;

export async function getHistory(server, runId, key) {
  const { metrics = [] } = await withConnection(server.port, connection =>
    connection.json('GET', historyPath(runId, key))
  );
  return metrics;
}
