import { check } from '../check.mjs';
import { latency, rate } from '../load.mjs';
import { API, createRuns, EPOCH, getHistory } from '../mlflow-api.mjs';

export const metricBody = (runId, step) =>
  `{"run_id":"${runId}","key":"loss","value":${step / 2},"timestamp":${EPOCH + step},"step":${step}}`;

const logMetric = (connection, runId, step) =>
  connection.send('POST', `${API}/runs/log-metric`, metricBody(runId, step));

const common = clients => ({
  async prepare(server) {
    const runIds = await createRuns(
      server,
      `bench log-metric ${clients}`,
      clients
    );
    return { runIds, steps: runIds.map(() => 0) };
  },

  async verify(server, { runIds, steps }) {
    for (const [client, runId] of runIds.entries()) {
      const history = await getHistory(server, runId, 'loss');
      check(server, 'number of points', history.length, steps[client]);
    }
  }
});

/** Single metrics a second from 8 clients. */
export const logMetricRate = {
  ...common(8),
  id: 'log-metric-rate',
  title: 'log-metric, 8 clients',
  unit: 'requests/s',
  better: 'more',

  measure: (server, { runIds, steps }, { seconds }) =>
    rate(server.port, { clients: 8, seconds }, (connection, client) =>
      logMetric(connection, runIds[client], steps[client]++)
    )
};

/** How long a lone client waits for a single metric. */
export const logMetricLatency = {
  ...common(1),
  id: 'log-metric-latency',
  title: 'log-metric, 1 client, p50',
  unit: 'ms',
  better: 'less',

  measure: (server, { runIds, steps }, { seconds }) =>
    latency(server.port, { seconds, most: 2000 }, connection =>
      logMetric(connection, runIds[0], steps[0]++)
    )
};
