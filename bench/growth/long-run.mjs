import { check } from '../check.mjs';
import { latency, rate } from '../load.mjs';
import {
  API,
  createExperiment,
  createRun,
  getHistory
} from '../mlflow-api.mjs';
import {
  batchBody,
  METRICS_PER_BATCH,
  STEPS
} from '../workloads/log-batch.mjs';
import { metricBody } from '../workloads/log-metric.mjs';

/** Few beside the history that is there, so that measuring does not lengthen it much. */
const MOST = { batches: 100, metrics: 500 };

/** A run that points are logged into: 33 metrics in batches, and one more point by point. */
class LongRun {
  #batches = 0;
  #singles = 0;

  constructor(server, id) {
    this.server = server;
    this.id = id;
  }

  get points() {
    return this.#batches * METRICS_PER_BATCH;
  }

  /** Log batches, one after the other; answers batches a second. */
  logBatches(limits) {
    const load = { clients: 1, ...limits };
    return rate(this.server.port, load, connection => {
      const body = batchBody(this.id, this.#batches++, 0);
      return connection.send('POST', `${API}/runs/log-batch`, body);
    });
  }

  /** Log points one by one; answers the median of milliseconds. */
  logMetrics(limits) {
    return latency(this.server.port, limits, connection => {
      const body = metricBody(this.id, this.#singles++);
      return connection.send('POST', `${API}/runs/log-metric`, body);
    });
  }

  async verify() {
    const { server, id } = this;
    const batched = await getHistory(server, id, 'metric_7');
    check(server, 'points of a metric', batched.length, this.#batches * STEPS);
    const single = await getHistory(server, id, 'loss');
    check(server, 'points one by one', single.length, this.#singles);
  }
}

/**
 * Logging into one run as its history grows, from one client: FastTrackML on
 * PostgreSQL answers several that write one run with deadlocks.
 */
export const longRun = sizes => ({
  size: 'points',
  sizes,

  async prepare(server) {
    const experimentId = await createExperiment(server, 'bench long run');
    const state = { experimentId, runs: [] };
    state.grown = await addRun(server, state);
    return state;
  },

  grow: (_server, { grown }, size) =>
    grown.logBatches({
      seconds: Infinity,
      most: Math.ceil((size - grown.points) / METRICS_PER_BATCH)
    }),

  measures: [
    {
      chart: 'log-batch into a run with a history, 1 client, 1,000 metrics',
      rate: { of: 1000, unit: 'metrics/s' },
      async take(server, state, { seconds }, size) {
        const run = await runOf(server, state, size);
        const perSecond = await run.logBatches({ seconds, most: MOST.batches });
        return 1_000_000 / (perSecond * METRICS_PER_BATCH);
      }
    },
    {
      chart: 'log-metric into a run with a history, 1 client, p50',
      async take(server, state, { seconds }, size) {
        const run = await runOf(server, state, size);
        return run.logMetrics({ seconds, most: MOST.metrics });
      }
    }
  ],

  async verify(_server, { runs }) {
    for (const run of runs) {
      await run.verify();
    }
  }
});

/** A run with no history has one only once. */
const runOf = (server, state, size) =>
  size === 0 ? addRun(server, state) : state.grown;

async function addRun(server, { experimentId, runs }) {
  const run = new LongRun(server, await createRun(server, experimentId));
  runs.push(run);
  return run;
}
