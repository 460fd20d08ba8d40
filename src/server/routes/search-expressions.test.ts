import { TestServer } from '../../testing/test-server.js';

describe("Trackbook's own search", () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start();
    await server.post('experiments/create', { name: 'taxi' });
    await run('lasso-1', '0', { rmse: [9, 5, 7] }, { model: 'Lasso' });
    await run('ridge-2', '0', { rmse: [8, 8] }, { model: 'Ridge' });
    await run('boost-3', '1', { rmse: [4, 'NaN', 6], 'val.min': [1] }, {});
  });

  afterEach(() => server.close());

  const run = async (
    name: string,
    experiment: string,
    metrics: Record<string, (number | string)[]>,
    params: Record<string, string>
  ) => {
    const { body } = await server.post('runs/create', {
      experiment_id: experiment,
      run_name: name,
      start_time: Number(name.at(-1))
    });
    await server.post('runs/log-batch', {
      run_id: body.run.info.run_id,
      metrics: Object.entries(metrics).flatMap(([key, values]) =>
        values.map((value, step) => ({ key, value, step, timestamp: 1 }))
      ),
      params: Object.entries(params).map(([key, value]) => ({ key, value }))
    });
  };

  const search = (filter: string, options: object = {}) =>
    server.post('/api/2.0/trackbook/runs/search', {
      experiment_ids: [],
      filter,
      order_by: ['start_time'],
      ...options
    });

  const names = async (filter: string, options?: object) => {
    const { status, body } = await search(filter, options);
    expect([status, body.message]).toEqual([200, undefined]);
    expect(body.total_count).toBe(body.runs.length);
    return body.runs
      .map((found: { info: { run_name: string } }) => found.info.run_name[0])
      .join('');
  };

  it.each([
    ['', 'lrb'],
    ["params.model = 'Lasso' OR metrics.rmse < 7", 'lb'],
    ["NOT params.model = 'Lasso'", 'rb'],
    ["NOT (params.model = 'Lasso' OR params.model = 'Ridge')", 'b'],
    ["(run_name LIKE 'l%' OR run_name LIKE 'b%') AND metrics.rmse > 6", 'l'],
    ['metrics.rmse BETWEEN 7 AND 8', 'lr'],
    ['metrics.rmse NOT BETWEEN 7 AND 8', 'b'],
    ['start_time BETWEEN 2 AND 3', 'rb'],
    ["run_name MATCHES '^(lasso|boost)-[0-9]+$'", 'lb'],
    ["params.model MATCHES '(?i)LASSO'", 'l'],
    ["params.model NOT MATCHES 'a'", 'rb'],
    ["params.model MATCHES 'nothing'", ''],
    ["params.model IN ('Lasso', 'Tree')", 'l'],
    ["params.model NOT IN ('Lasso', 'Tree')", 'r'],
    ['metrics.rmse.min < 6', 'lb'],
    ['metrics.rmse.max >= 9', 'l'],
    ['metrics.rmse.first = 8', 'r'],
    ['metrics.rmse.last = 6', 'b'],
    ['metrics.rmse.min BETWEEN 5 AND 8', 'lr'],
    ['metrics.val.min = 1', 'b'],
    ["experiment_name = 'taxi'", 'b'],
    ["experiment_name MATCHES '^D'", 'lr'],
    ["experiment_id IN ('0')", 'lr']
  ])('finds by %s', async (filter, found) => {
    expect(await names(filter)).toBe(found);
  });

  it('orders by the history of a metric', async () => {
    const by = (order: string) => names('', { order_by: [order] });
    expect(await by('metrics.rmse.min')).toBe('blr');
    expect(await by('metrics.rmse.max DESC')).toBe('lrb');
    expect(await by('experiment_name DESC')).toBe('brl');
  });

  it('searches only the experiments named, and no deleted ones where none is', async () => {
    expect(await names('', { experiment_ids: ['1'] })).toBe('b');
    await server.post('experiments/delete', { experiment_id: '1' });
    const all = { run_view_type: 'ALL' };
    expect(await names('', all)).toBe('lr');
  });

  it('takes patterns that would hang a backtracking engine', async () => {
    await run(`${'a'.repeat(200)}!4`, '0', {}, {});
    expect(await names("run_name MATCHES '^(a+)+$'")).toBe('');
  });

  it.each([
    ["run_name MATCHES '('", 'Invalid regular expression'],
    [`run_name MATCHES '${'x'.repeat(1001)}'`, 'at most 1000 characters'],
    ["run_name = 'x' OR", 'at character 18: expected a comparison']
  ])('refuses %s', async (filter, reason) => {
    const { status, body } = await search(filter);
    expect(status).toBe(400);
    expect(body.message).toContain(reason);
  });

  describe('with chosen values', () => {
    const keysIn = (values: { key: string }[] = []) =>
      values.map(({ key }) => key).join();

    const found = async (values: object) => {
      const { body } = await search("run_name LIKE 'x%'", { values });
      const { metrics, params, tags } = body.runs[0].data;
      return [metrics, params, tags].map(keysIn);
    };

    beforeEach(() =>
      run('xgb-4', '0', { rmse: [9], mae: [1] }, { model: 'x', seed: '1' })
    );

    it('gives runs only the values that are wanted', async () => {
      const values = { metrics: ['mae', 'none'], params: ['seed'], tags: [] };
      const { body } = await search('', { values });
      const runs: { info: { run_name: string }; data: object }[] = body.runs;
      expect(runs.map(({ data }) => data)).toEqual([
        {},
        {},
        {},
        {
          metrics: [{ key: 'mae', value: 1, step: 0, timestamp: 1 }],
          params: [{ key: 'seed', value: '1' }]
        }
      ]);
    });

    it('gives all values of a kind that is not named', async () => {
      expect(await found({ params: [] })).toEqual([
        'rmse,mae',
        '',
        'mlflow.runName'
      ]);
      expect(await found({ metrics: [], tags: [] })).toEqual([
        '',
        'model,seed',
        ''
      ]);
    });

    it('leaves out what runs use and make', async () => {
      const inputs = async (options: object) => {
        const { body } = await search("run_name LIKE 'r%'", options);
        return body.runs[0].inputs;
      };
      const { body } = await search("run_name LIKE 'r%'");
      await server.post('runs/log-inputs', {
        run_id: body.runs[0].info.run_id,
        datasets: [
          {
            dataset: {
              name: 'trips',
              digest: '1',
              source_type: 'local',
              source: '{}'
            }
          }
        ]
      });
      expect(await inputs({})).toHaveProperty('dataset_inputs');
      expect(await inputs({ values: {} })).toEqual({});
    });

    it('counts what the runs of the page have', async () => {
      const { body } = await search('', {
        count_keys: true,
        values: { metrics: [], params: [], tags: [] },
        order_by: ['start_time DESC'],
        max_results: 3
      });
      expect(body.key_uses).toEqual({
        metrics: [
          { key: 'mae', run_count: 1 },
          { key: 'rmse', run_count: 3 },
          { key: 'val.min', run_count: 1 }
        ],
        params: [
          { key: 'model', run_count: 2, varies: true },
          { key: 'seed', run_count: 1, varies: false }
        ],
        tags: [{ key: 'mlflow.runName', run_count: 3, varies: true }]
      });
      expect((await search('')).body).not.toHaveProperty('key_uses');
    });

    it('refuses what is no list of keys', async () => {
      const { status, body } = await search('', { values: { metrics: 'x' } });
      expect(status).toBe(400);
      expect(body.message).toContain('metrics');
    });
  });
});
