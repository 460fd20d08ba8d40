import { check } from '../check.mjs';
import { latency, withConnection } from '../load.mjs';
import {
  API,
  createRuns,
  EPOCH,
  getHistory,
  historyPath
} from '../mlflow-api.mjs';

const BATCH = 1000;

const valueAt = step => 1 / (step + 1);

const metricAt = step => ({
  key: 'loss',
  value: valueAt(step),
  timestamp: EPOCH + step,
  step
});

const sum = values => values.reduce((a, b) => a + b, 0).toFixed(9);

/** Reading a long metric whole. */
export const history = points => ({
  id: `history-${points}`,
  title: `history of ${points.toLocaleString('en')} points, p50`,
  unit: 'ms',
  better: 'less',

  async prepare(server) {
    const [runId] = await createRuns(server, 'bench history', 1);
    await withConnection(server.port, async connection => {
      for (let start = 0; start < points; start += BATCH) {
        const metrics = Array.from({ length: BATCH }, (_, i) =>
          metricAt(start + i)
        );
        const body = JSON.stringify({ run_id: runId, metrics });
        await connection.send('POST', `${API}/runs/log-batch`, body);
      }
    });
    return { runId };
  },

  measure: (server, { runId }, { seconds }) =>
    latency(server.port, { seconds, most: 20 }, connection =>
      connection.send('GET', historyPath(runId, 'loss'))
    ),

  async verify(server, { runId }) {
    const found = await getHistory(server, runId, 'loss');
    check(server, 'number of points', found.length, points);
    const wanted = Array.from({ length: points }, (_, i) => valueAt(i));
    check(server, 'sum', sum(found.map(point => point.value)), sum(wanted));
  }
});
