import { TrackbookClient } from '../../client/index.js';
import { fakeServer } from '../../testing/fake-server.js';
import { wireRun } from '../../testing/sample-runs.js';
import { formerExperiment } from './former-experiment.js';

const find = async (former: string[], runs = [wireRun('a')]) => {
  const { fetch, requests } = fakeServer({
    'trackbook/features': () => ({
      version: '1',
      features: ['runs.search', 'runs.search.values', 'runs.search.lists']
    }),
    'trackbook/runs/search': () => ({ runs, total_count: runs.length }),
    'mlflow/experiments/get': ({ query }) => ({
      experiment: { experiment_id: query.get('experiment_id'), name: 'taxi' }
    })
  });
  const experiment = await formerExperiment(
    new TrackbookClient({ fetch, baseUrl: '/' }),
    { path: 'taxi.ipynb', former, cellIds: new Set(['a1']) }
  );
  return { experiment, requests };
};

it('is that of the newest run of the notebook', async () => {
  const { experiment, requests } = await find(['old.ipynb']);
  expect(experiment).toEqual({ id: '1', name: 'taxi' });
  expect(requests[1].body).toMatchObject({
    filter: expect.stringContaining("IN ('old.ipynb')"),
    order_by: ['attributes.start_time DESC']
  });
});

it('is not looked for where the notebook was never renamed', async () => {
  const { experiment, requests } = await find([]);
  expect(experiment).toBeNull();
  expect(requests).toEqual([]);
});

it('is none where the runs are gone', async () => {
  expect((await find(['old.ipynb'], [])).experiment).toBeNull();
});
