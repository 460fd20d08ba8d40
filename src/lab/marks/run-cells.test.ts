import { TrackbookClient } from '../../client/index.js';
import { fakeServer } from '../../testing/fake-server.js';
import { recordedExecutions } from '../../testing/recorded-executions.js';
import { wireRun } from '../../testing/sample-runs.js';
import { recordJson } from '../../testing/session-record.js';
import { RunCells } from './run-cells.js';

const START = 1_000;

/** A recording that prepares in one cell and scores in another, and what nobody needs between. */
const RECORD = recordJson(
  recordedExecutions([
    ['load', 'df = read()', {}],
    ['plot', 'show()', {}],
    ['fit', 'mae = fit(df)', { startedAt: START, runIds: ['r'] }],
    ['other', 'rmse = 2', { startedAt: START + 10, runIds: ['r'] }]
  ])
);

const start = (info: object = {}, metricTimes: Record<string, number> = {}) => {
  const { fetch, requests } = fakeServer({
    'trackbook/features': () => ({
      version: '1',
      features: ['metrics.sampled']
    }),
    'mlflow/runs/get': () => {
      const run = wireRun('r');
      const tags = [
        { key: 'trackbook.notebook', value: 'nb.ipynb' },
        { key: 'trackbook.cell_id', value: 'fit' }
      ];
      return {
        run: {
          info: { ...run.info, ...info },
          data: { ...run.data, tags }
        }
      };
    },
    'mlflow/artifacts/list': () => ({
      files: [{ path: 'trackbook/cells.json', is_dir: false }]
    }),
    'get-artifact': () => RECORD,
    'trackbook/metrics/sampled': ({ body }) => ({
      series: body.metric_keys.map((key: string) => ({
        run_id: 'r',
        key,
        total_count: 1,
        points: [{ step: 0, timestamp: metricTimes[key], value: 1 }]
      }))
    })
  });
  const cells = new RunCells(new TrackbookClient({ fetch, baseUrl: '/' }));
  const idsOf = async (metric?: string) =>
    (await cells.of({ runId: 'r', metric })).map(({ cellId }) => cellId);
  return { idsOf, requests };
};

it('takes all that a run depends on, and reads its record once', async () => {
  const { idsOf, requests } = start();
  expect(await idsOf()).toEqual(['load', 'fit', 'other']);
  expect(await idsOf()).toEqual(['load', 'fit', 'other']);
  const records = requests.filter(({ path }) => path === 'get-artifact');
  expect(records).toHaveLength(1);
});

it('takes of a metric only what the execution depends on that logged it', async () => {
  const { idsOf } = start({}, { mae: START + 1, rmse: START + 10 });
  expect(await idsOf('mae')).toEqual(['load', 'fit']);
  expect(await idsOf('rmse')).toEqual(['other']);
});

it('takes all of the run for a metric that was logged later', async () => {
  const { idsOf } = start({}, { mae: START + 60_000 });
  expect(await idsOf('mae')).toEqual(['load', 'fit', 'other']);
});

it('takes the cell alone while the run goes on', async () => {
  const { idsOf, requests } = start({ status: 'RUNNING' });
  expect(await idsOf('mae')).toEqual(['fit']);
  expect(requests.map(({ path }) => path)).toEqual(['mlflow/runs/get']);
});
