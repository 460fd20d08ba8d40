import { Refusal, fakeServer } from '../testing/fake-server.js';
import { wireRun } from '../testing/sample-runs.js';
import { ClientError, TrackbookClient } from './index.js';

const ALL = {
  'trackbook/features': () => ({
    version: '0.1.0',
    features: ['runs.search', 'runs.compare', 'runs.bulk', 'keys']
  })
};

function clientOf(answers: Parameters<typeof fakeServer>[0]) {
  const server = fakeServer(answers);
  const client = new TrackbookClient({ fetch: server.fetch, baseUrl: '/base' });
  return { client, requests: server.requests };
}

describe('searching runs', () => {
  it('counts all of them where the server does', async () => {
    const { client, requests } = clientOf({
      ...ALL,
      'trackbook/runs/search': () => ({
        runs: [wireRun('a', { rmse: 6.3, bad: 'NaN' }, { depth: '3' })],
        total_count: 12_345
      })
    });
    const page = await client.runs.search({
      experimentIds: ['1'],
      offset: 200
    });
    expect(page).toMatchObject({ totalCount: 12_345, isExact: true });
    expect(page.runs[0]).toMatchObject({
      runId: 'a',
      metrics: { rmse: 6.3, bad: NaN },
      params: { depth: '3' }
    });
    expect(requests.at(-1)?.body).toMatchObject({ offset: 200 });
  });

  it('asks a plain MLflow server for any page', async () => {
    const { client, requests } = clientOf({
      'mlflow/runs/search': () => ({
        runs: [wireRun('a')],
        next_page_token: 'more'
      })
    });
    const page = await client.runs.search({
      experimentIds: ['1'],
      offset: 100
    });
    expect(page).toMatchObject({ totalCount: 102, isExact: false });
    expect(atob(requests.at(-1)?.body.page_token)).toBe('{"offset":100}');
  });
});

describe('searching runs for some of their values', () => {
  const CHOSEN = {
    tags: ['stage'],
    choose: jest.fn(() => ({ metrics: ['rmse'], params: [], tags: ['stage'] }))
  };
  const KEY_USES = {
    metrics: [{ key: 'rmse', runCount: 1 }],
    params: [{ key: 'depth', runCount: 1, varies: false }],
    tags: []
  };
  const search = { experimentIds: ['1'], filter: 'metrics.rmse < 7' };

  it('asks what there is first, then for what is chosen by it', async () => {
    const { client, requests } = clientOf({
      'trackbook/features': () => ({
        version: '0.1.0',
        features: ['runs.search', 'runs.search.values']
      }),
      'trackbook/runs/search': ({ body }) => ({
        runs: [wireRun('a', body.count_keys ? {} : { rmse: 6 })],
        total_count: 1,
        key_uses: body.count_keys && {
          metrics: [{ key: 'rmse', run_count: 1 }],
          params: [{ key: 'depth', run_count: 1, varies: false }],
          tags: []
        }
      })
    });
    const page = await client.runs.search({ ...search, values: CHOSEN });
    expect(page.runs[0].metrics).toEqual({ rmse: 6 });
    expect(page.keyUses).toEqual(KEY_USES);
    expect(CHOSEN.choose).toHaveBeenCalledWith(
      [expect.objectContaining({ runId: 'a', metrics: {} })],
      KEY_USES
    );
    const [outline, values] = requests.slice(-2).map(({ body }) => body);
    expect(outline).toMatchObject({
      filter: 'metrics.rmse < 7',
      count_keys: true,
      values: { metrics: [], params: [] }
    });
    expect(values.values.metrics).toEqual(['rmse']);
    // A run's user and parent are told by tags.
    for (const { tags } of [outline.values, values.values]) {
      expect(tags).toEqual(
        expect.arrayContaining(['mlflow.parentRunId', 'mlflow.user', 'stage'])
      );
    }
  });

  it('asks a server that gives all once, and counts for itself', async () => {
    const { client, requests } = clientOf({
      ...ALL,
      'trackbook/runs/search': () => ({
        runs: [wireRun('a', { rmse: 6 }, { depth: '3' })],
        total_count: 1
      })
    });
    const page = await client.runs.search({ ...search, values: CHOSEN });
    expect(page.keyUses).toMatchObject({
      metrics: [{ key: 'rmse', runCount: 1 }],
      params: [{ key: 'depth', runCount: 1, varies: false }]
    });
    const searches = requests.filter(({ path }) => path.endsWith('search'));
    expect(searches.map(({ body }) => body.values)).toEqual([undefined]);
  });
});

describe('a plain MLflow server', () => {
  it('is asked run by run for a comparison', async () => {
    const { client } = clientOf({
      'mlflow/runs/get': ({ query }) => ({
        run: wireRun(query.get('run_id')!)
      })
    });
    const { runs } = await client.runs.compare(['b', 'a']);
    expect(runs.map(run => run.runId)).toEqual(['b', 'a']);
  });

  it('deletes one by one', async () => {
    const { client, requests } = clientOf({
      'mlflow/runs/delete': () => ({})
    });
    await client.runs.delete(['a', 'b']);
    expect(requests.filter(({ path }) => path.endsWith('delete'))).toHaveLength(
      2
    );
  });
});

describe('errors', () => {
  it('keep what the server says', async () => {
    const { client } = clientOf({
      'mlflow/runs/get': () =>
        new Refusal(404, {
          error_code: 'RESOURCE_DOES_NOT_EXIST',
          message: 'Run with id=x not found'
        })
    });
    await expect(client.runs.get('x')).rejects.toMatchObject({
      status: 404,
      errorCode: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Run with id=x not found'
    });
  });

  it('say when no server answers', async () => {
    const client = new TrackbookClient({
      baseUrl: '/',
      fetch: () => Promise.reject(new TypeError('refused'))
    });
    const error = await client.runs.get('x').catch(reason => reason);
    expect(error).toBeInstanceOf(ClientError);
    expect(error.isUnreachable).toBe(true);
  });
});

it('asks again for the features after a failure', async () => {
  let isUp = false;
  const { client } = clientOf({
    'trackbook/features': () =>
      isUp ? { version: '1', features: [] } : new Refusal(503, '')
  });
  await expect(client.features()).rejects.toThrow();
  isUp = true;
  await expect(client.features()).resolves.toMatchObject({ version: '1' });
});
