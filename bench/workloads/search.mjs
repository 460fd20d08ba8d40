import { check } from '../check.mjs';
import { latency, withConnection } from '../load.mjs';
import { API, experimentNamed } from '../mlflow-api.mjs';
import { EXPERIMENT, sampleRun, VALUES_PER_RUN } from '../sample-runs.mjs';

const number = count => count.toLocaleString('en');

/**
 * A search workload on the sample runs: what is asked, and the names that the
 * answer should hold, in their order.
 */
const search = ({ id, title, query, expected }) => ({
  id,
  title,
  unit: 'ms',
  better: 'less',

  prepare: async server => ({
    experiment_ids: [await experimentNamed(server, EXPERIMENT)],
    ...query
  }),

  measure: (server, request, { seconds }) =>
    latency(server.port, { seconds, most: 100 }, connection =>
      connection.send('POST', `${API}/runs/search`, JSON.stringify(request))
    ),

  async verify(server, request) {
    const found = await withConnection(server.port, connection =>
      connection.json('POST', `${API}/runs/search`, request)
    );
    const names = found.runs.map(run => run.info.run_name);
    check(server, 'order of the runs found', names, expected());

    const { metrics, params, tags } = found.runs[0].data;
    const own = tags.filter(tag => !tag.key.startsWith('mlflow.'));
    check(
      server,
      'number of values of a run',
      metrics.length + params.length + own.length,
      VALUES_PER_RUN
    );
  }
});

/** What the filtered search looks at in each of the first runs. */
const outlines = count =>
  Array.from({ length: count }, (_, n) => {
    const { name, metrics, params } = sampleRun(n);
    return { n, name, rmse: metrics[0].value, maxDepth: params[0].value };
  });

/** The best hundred of so many runs with a certain setting. */
export const filteredSearch = runs =>
  search({
    id: `search-${runs}`,
    title: `search ${number(runs)} runs by metric and param, sorted, 100 results, p50`,
    query: {
      filter: "metrics.rmse < 8 AND params.max_depth = '7'",
      order_by: ['metrics.rmse ASC'],
      max_results: 100
    },
    expected: () =>
      outlines(runs)
        .filter(({ rmse, maxDepth }) => rmse < 8 && maxDepth === '7')
        // Runs that tie come newest first.
        .sort((a, b) => a.rmse - b.rmse || b.n - a.n)
        .slice(0, 100)
        .map(({ name }) => name)
  });

/** What a runs table shows first. */
export const newestRuns = runs =>
  search({
    id: `newest-${runs}`,
    title: `newest 1,000 of ${number(runs)} runs (${VALUES_PER_RUN} values each), p50`,
    query: { max_results: 1000, order_by: ['attributes.start_time DESC'] },
    expected: () =>
      outlines(runs)
        .slice(-1000)
        .reverse()
        .map(({ name }) => name)
  });
