import { check } from '../check.mjs';
import { rate } from '../load.mjs';
import { API, createRuns, EPOCH, getHistory, getRun } from '../mlflow-api.mjs';

const KEYS = 33;
export const STEPS = 30;
const PARAMS = 10;
const CLIENTS = 4;
export const METRICS_PER_BATCH = KEYS * STEPS;

/** The n-th batch of a run: 33 metrics over 30 new steps, and some new params. */
export function batchBody(runId, n, paramCount = PARAMS) {
  const metrics = [];
  for (let step = n * STEPS; step < (n + 1) * STEPS; step += 1) {
    const rest = `","value":${valueAt(step)},"timestamp":${EPOCH + step},"step":${step}}`;
    for (let key = 0; key < KEYS; key += 1) {
      metrics.push(`{"key":"metric_${key}${rest}`);
    }
  }
  const params = Array.from(
    { length: paramCount },
    (_, i) => `{"key":"param_${n}_${i}","value":"value ${i}"}`
  );
  return `{"run_id":"${runId}","metrics":[${metrics}],"params":[${params}]}`;
}

const valueAt = step => 1 / (step + 1);

/** Metrics a second with log-batch, 990 metrics and 10 params at a time, 4 clients. */
export const logBatch = {
  id: 'log-batch',
  title: 'log-batch, 990 metrics + 10 params, 4 clients',
  unit: 'metrics/s',
  better: 'more',

  async prepare(server) {
    const runIds = await createRuns(server, 'bench log-batch', CLIENTS);
    return {
      runIds,
      batches: runIds.map(() => 0),
      before: await server.database.size()
    };
  },

  async measure(server, { runIds, batches }, { seconds }) {
    const load = { clients: CLIENTS, seconds };
    const perSecond = await rate(server.port, load, (connection, client) =>
      connection.send(
        'POST',
        `${API}/runs/log-batch`,
        batchBody(runIds[client], batches[client]++)
      )
    );
    return perSecond * METRICS_PER_BATCH;
  },

  async verify(server, { runIds, batches }) {
    for (const [client, runId] of runIds.entries()) {
      const { data } = await getRun(server, runId);
      check(
        server,
        'number of params',
        data.params.length,
        batches[client] * PARAMS
      );
      check(server, 'number of metrics', data.metrics.length, KEYS);

      const history = await getHistory(server, runId, 'metric_7');
      const steps = batches[client] * STEPS;
      check(server, 'number of points', history.length, steps);
      // FastTrackML on PostgreSQL answers a history in no order.
      const last = history.find(({ step }) => step === steps - 1);
      check(server, 'last value', last?.value, valueAt(steps - 1));
    }
  },

  /** What the points that were logged here added to the database. */
  async result(server, { batches, before }) {
    const points = batches.reduce((sum, n) => sum + n) * METRICS_PER_BATCH;
    return { points, bytes: (await server.database.size()) - before };
  }
};
