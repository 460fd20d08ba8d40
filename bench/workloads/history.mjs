import { check } from '../check.mjs';
import { latency, withConnection } from '../load.mjs';
import {
  API,
  createRuns,
  EPOCH,
  getHistory,
  historyPath
} from '../mlflow-api.mjs';

const POINTS = 100_000;
const BATCH = 1000;

const metricAt = step => ({
  key: 'loss',
  value: 1 / (step + 1),
  timestamp: EPOCH + step,
  step
});

/** Reading a long metric whole. */
export const history = {
  title: 'history of 100,000 points, p50',
  unit: 'ms',
  better: 'less',

  async prepare(server) {
    const [runId] = await createRuns(server, 'bench history', 1);
    await withConnection(server.port, async connection => {
      for (let start = 0; start < POINTS; start += BATCH) {
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
    const points = await getHistory(server, runId, 'loss');
    check(server, 'number of points', points.length, POINTS);
    const sum = points.reduce((total, point) => total + point.value, 0);
    const wanted = Array.from({ length: POINTS }, (_, i) => 1 / (i + 1));
    check(
      server,
      'sum',
      sum.toFixed(9),
      wanted.reduce((a, b) => a + b).toFixed(9)
    );
  }
};
