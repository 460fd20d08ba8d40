import { TestServer } from '../../testing/test-server.js';

interface Seed {
  name: string;
  rmse?: number | 'NaN';
  model?: string;
}

const seeds: Seed[] = [
  { name: 'a', rmse: 3, model: 'lasso' },
  { name: 'b', rmse: 1, model: 'Ridge' },
  { name: 'c', rmse: 'NaN', model: 'ridge' },
  { name: 'd', model: 'xg%' },
  { name: 'e', rmse: 2 }
];

describe('searching runs', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start();
    for (const [i, { name, rmse, model }] of seeds.entries()) {
      const { body } = await server.post('runs/create', {
        experiment_id: '0',
        run_name: name,
        start_time: 1000 + i
      });
      await server.post('runs/log-batch', {
        run_id: body.run.info.run_id,
        metrics:
          rmse === undefined
            ? []
            : [{ key: 'rmse', value: rmse, timestamp: 1, step: 0 }],
        params: model ? [{ key: 'model', value: model }] : []
      });
    }
  });

  afterAll(() => server.close());

  const search = async (body: object) => {
    const reply = await server.post('runs/search', {
      experiment_ids: ['0'],
      ...body
    });
    const names = (reply.body.runs ?? []).map(
      (run: { info: { run_name: string } }) => run.info.run_name
    );
    return { ...reply, names: names.join('') };
  };

  it('gives the newest first', async () => {
    expect((await search({})).names).toBe('edcba');
  });

  it.each([
    ['metrics.rmse < 3', 'eb'],
    ['metrics.rmse != 1', 'eca'],
    ['metrics.rmse < 3 AND metrics.rmse > 1', 'e'],
    ["params.model LIKE '%idge'", 'cb'],
    ["params.model LIKE 'r%'", 'c'],
    ["params.model ILIKE 'r%'", 'cb'],
    ["params.model = 'xg%'", 'd'],
    ["params.model != 'lasso'", 'dcb'],
    ['params.model IS NULL', 'e'],
    ["attributes.run_name = 'a'", 'a'],
    ['start_time >= 1003', 'ed'],
    ["tags.mlflow.runName = 'b'", 'b'],
    ["params.model = '; DROP TABLE runs'", '']
  ])('filters by %s', async (filter, names) => {
    expect((await search({ filter })).names).toBe(names);
  });

  it.each([
    ['metrics.rmse', 'beacd'],
    ['metrics.rmse DESC', 'aebcd'],
    ['metrics.nothing', 'edcba'],
    ['params.model', 'bacde'],
    ['start_time ASC', 'abcde']
  ])('orders by %s, NaN and missing values last', async (order, names) => {
    expect((await search({ order_by: [order] })).names).toBe(names);
  });

  it.each([1, 2, 3, 4, 5])('pages by %i', async max_results => {
    let names = '';
    let page_token: string | undefined;
    do {
      const page = await search({
        order_by: ['metrics.rmse'],
        max_results,
        page_token
      });
      names += page.names;
      page_token = page.body.next_page_token;
    } while (page_token);
    expect(names).toBe('beacd');
  });

  it.each([
    [{ filter: 'foo bar' }, 'Invalid clause(s)'],
    [{ max_results: 0 }, 'It must be a positive integer'],
    [{ max_results: 50_001 }, 'It must be at most 50000'],
    [{ page_token: 'zzz' }, 'Invalid page token, could not base64-decode'],
    [{ page_token: 'zzz', filter: 'foo bar' }, 'Invalid clause(s)'],
    [{ page_token: 'zzz', order_by: ['foo'] }, 'foo'],
    [{ experiment_ids: ['x'] }, "Invalid experiment ID 'x'"]
  ])('refuses %j', async (body, message) => {
    const reply = await search(body);
    expect(reply.status).toBe(400);
    expect(reply.body.message).toContain(message);
  });

  it('gives any part of the result with its size', async () => {
    const { body } = await server.post('/api/2.0/trackbook/runs/search', {
      experiment_ids: ['0'],
      order_by: ['metrics.rmse'],
      offset: 3,
      max_results: 1
    });
    expect(body).toMatchObject({ total_count: 5, offset: 3 });
    expect(body.runs[0].info.run_name).toBe('c');
  });

  it('lists the keys that runs have', async () => {
    const { body } = await server.get('/api/2.0/trackbook/keys', {
      experiment_ids: ['0']
    });
    expect(body).toEqual({
      metrics: ['rmse'],
      params: ['model'],
      tags: ['mlflow.runName']
    });
  });
});
