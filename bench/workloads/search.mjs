import { check } from '../check.mjs';
import { latency, withConnection } from '../load.mjs';
import { API } from '../mlflow-api.mjs';
import { EXPERIMENT } from '../sample-runs.mjs';

/** A search workload: what is asked, and which runs the answer should name. */
const search = ({ title, query, expected }) => ({
  title,
  unit: 'ms',
  better: 'less',

  async prepare(server) {
    const { experiment } = await withConnection(server.port, connection =>
      connection.json(
        'GET',
        `${API}/experiments/get-by-name?experiment_name=${EXPERIMENT}`
      )
    );
    return { experiment_ids: [experiment.experiment_id], ...query };
  },

  measure: (server, request, { seconds }) =>
    latency(server.port, { seconds, most: 100 }, connection =>
      connection.send('POST', `${API}/runs/search`, JSON.stringify(request))
    ),

  async verify(server, request, { runs }) {
    const found = await withConnection(server.port, connection =>
      connection.json('POST', `${API}/runs/search`, request)
    );
    const names = found.runs.map(run => run.info.run_name);
    const wanted = expected(runs);
    check(
      server,
      'order of the runs found',
      names,
      wanted.map(run => run.name)
    );

    const { metrics, params, tags } = found.runs[0].data;
    const own = tags.filter(tag => !tag.key.startsWith('mlflow.'));
    check(
      server,
      'number of values of a run',
      metrics.length + params.length + own.length,
      wanted[0].metrics.length + wanted[0].params.length + wanted[0].tags.length
    );
  }
});

const valueOf = (values, key) => values.find(each => each.key === key).value;

/** The best hundred of the runs with a certain setting. */
export const filteredSearch = search({
  title: 'search 10,000 runs by metric and param, sorted, 100 results, p50',
  query: {
    filter: "metrics.rmse < 8 AND params.max_depth = '7'",
    order_by: ['metrics.rmse ASC'],
    max_results: 100
  },
  expected: runs =>
    runs
      .filter(
        run =>
          valueOf(run.metrics, 'rmse') < 8 &&
          valueOf(run.params, 'max_depth') === '7'
      )
      .sort((a, b) => valueOf(a.metrics, 'rmse') - valueOf(b.metrics, 'rmse'))
      .slice(0, 100)
});

/** What a runs table shows first. */
export const newestRuns = search({
  title: 'newest 1,000 of 10,000 runs (35 values each), p50',
  query: { max_results: 1000, order_by: ['attributes.start_time DESC'] },
  expected: runs => runs.slice(-1000).reverse()
});
