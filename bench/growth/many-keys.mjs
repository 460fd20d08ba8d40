import { check } from '../check.mjs';
import { medianTime, rate, withConnection, withConnections } from '../load.mjs';
import { API, createExperiment, EPOCH } from '../mlflow-api.mjs';

const PAGE = '/ajax-api/2.0';
const KEYS_PER_BATCH = 1000;
/** As many as a browser opens to one server. */
const CONNECTIONS = 6;
/** The metrics that have a column, each with its best value. */
const SHOWN = [0, 1, 2, 3];

const keyName = n => `layer_${n}/gradient`;

/** Names and numbers of the runs' metrics: each run takes the next of all keys, around and around. */
const keysOf = (run, perRun, keys) =>
  Array.from({ length: perRun }, (_, i) => keyName((run * perRun + i) % keys));

async function logRun(connection, experimentId, keys) {
  const created = await connection.json('POST', `${API}/runs/create`, {
    experiment_id: experimentId,
    start_time: EPOCH
  });
  const run_id = created.run.info.run_id;
  for (let start = 0; start < keys.length; start += KEYS_PER_BATCH) {
    const metrics = keys
      .slice(start, start + KEYS_PER_BATCH)
      .map((key, i) => ({ key, value: i / 3, timestamp: EPOCH, step: 0 }));
    const body = JSON.stringify({ run_id, metrics });
    await connection.send('POST', `${API}/runs/log-batch`, body);
  }
}

/** An experiment with so many metric keys in all its runs together. */
async function makeExperiment(server, { runs, perRun }, keys) {
  const name = `bench ${runs} runs, ${keys} keys`;
  const experimentId = await createExperiment(server, name);
  let n = 0;
  const load = { clients: 4, seconds: Infinity, most: runs };
  await rate(server.port, load, connection =>
    logRun(connection, experimentId, keysOf(n++, perRun(keys), keys))
  );
  return experimentId;
}

const searchBody = (experimentId, { orderBy, count, metrics, countKeys }) =>
  JSON.stringify({
    experiment_ids: [experimentId],
    order_by: [orderBy],
    run_view_type: 'ACTIVE_ONLY',
    max_results: count,
    offset: 0,
    values: { metrics, params: [], tags: TAGS },
    count_keys: countKeys
  });

/** What a row shows of its run's tags. */
const TAGS = [
  'mlflow.runName',
  'mlflow.user',
  'mlflow.parentRunId',
  'trackbook.notebook',
  'trackbook.cell_id',
  'trackbook.execution_count',
  'trackbook.verdict'
];

const search = (connection, id, body) =>
  connection.send(
    'POST',
    `${PAGE}/trackbook/runs/search`,
    searchBody(id, body)
  );

/** The calls that the runs table makes when an experiment is opened (src/views/runs). */
const calls = {
  experiments: connection =>
    connection.send(
      'POST',
      `${PAGE}/mlflow/experiments/search`,
      JSON.stringify({ max_results: 1000 })
    ),
  keys: (connection, id) =>
    connection.send('GET', `${PAGE}/trackbook/keys?experiment_ids=${id}`),
  async firstPage(connection, id) {
    const page = { orderBy: 'attributes.start_time DESC', count: 100 };
    await search(connection, id, { ...page, metrics: [], countKeys: true });
    const metrics = SHOWN.map(keyName);
    await search(connection, id, { ...page, metrics, countKeys: false });
  },
  best: (connection, id, n) =>
    search(connection, id, {
      orderBy: `metrics.\`${keyName(n)}\` DESC`,
      count: 1,
      metrics: [keyName(n)],
      countKeys: false
    })
};

/** All of them, those at once that the table sends at once. */
async function open(connections, id) {
  await calls.experiments(connections[0]);
  await Promise.all([
    calls.keys(connections[0], id),
    calls.firstPage(connections[1], id)
  ]);
  await Promise.all(SHOWN.map((n, i) => calls.best(connections[i], id, n)));
}

const measure = (chart, line, work) => ({
  chart,
  line,
  take: (server, { experimentId }, { seconds }) =>
    withConnections(server.port, CONNECTIONS, connections =>
      medianTime({ seconds, most: 50 }, () => work(connections, experimentId))
    )
});

/**
 * Opening an experiment as the number of distinct metric keys grows.
 *
 * @param shape how many runs there are, and how many metrics each has
 */
export const manyKeys = (title, shape) => sizes => ({
  size: 'metric keys',
  sizes,
  prepare: async () => ({}),

  async grow(server, state, size) {
    state.experimentId = await makeExperiment(server, shape, size);
    await server.database.settle();
  },

  measures: [
    measure(title, 'all calls', open),
    measure(title, 'first page', ([connection], id) =>
      calls.firstPage(connection, id)
    ),
    measure(title, 'list of keys', ([connection], id) =>
      calls.keys(connection, id)
    )
  ],

  async verify(server, { experimentId }, size) {
    const { metrics } = await withConnection(server.port, connection =>
      connection.json(
        'GET',
        `${PAGE}/trackbook/keys?experiment_ids=${experimentId}`
      )
    );
    check(server, 'number of metric keys', metrics.length, size);
  }
});
