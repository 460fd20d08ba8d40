import { TestServer } from '../../testing/test-server.js';

describe('logging to a run', () => {
  let server: TestServer;
  let runId: string;

  beforeEach(async () => {
    server = await TestServer.start();
    const { body } = await server.post('runs/create', {
      experiment_id: '0',
      run_name: 'r'
    });
    runId = body.run.info.run_id;
  });

  afterEach(() => server.close());

  const log = (endpoint: string, body: object) =>
    server.post(`runs/${endpoint}`, { run_id: runId, ...body });

  const data = async () =>
    (await server.get('runs/get', { run_id: runId })).body.run.data;

  const metric = (step: number, value: number | string, timestamp = step) => ({
    key: 'loss',
    value,
    timestamp,
    step
  });

  it('keeps the metric of the latest step', async () => {
    await log('log-metric', metric(2, 0.5));
    await log('log-metric', metric(1, 0.1));
    expect((await data()).metrics).toEqual([metric(2, 0.5)]);
  });

  it.each([
    ['NaN', 'NaN'],
    ['Infinity', Number.MAX_VALUE],
    ['-Infinity', -Number.MAX_VALUE],
    ['1.5', 1.5]
  ])('stores the value %j', async (given, stored) => {
    await log('log-metric', metric(0, given));
    expect((await data()).metrics[0].value).toBe(stored);
  });

  it.each(['0x10', '0b1', '0o7', '', ' ', 'nan', '1 2'])(
    'takes the text %j for no number',
    async text => {
      expect((await log('log-metric', metric(0, text))).status).toBe(400);
    }
  );

  it.each([{ dataset_name: 'train' }, { dataset_digest: 'a1' }])(
    'refuses half a dataset: %j',
    async half => {
      const whole = { ...metric(0, 1), ...half };
      for (const reply of [
        await log('log-metric', whole),
        await log('log-batch', { metrics: [{ ...whole, key: '%' }, whole] })
      ]) {
        expect(reply.status).toBe(400);
        expect(reply.body).toMatchObject({
          error_code: 'INVALID_PARAMETER_VALUE',
          message:
            'Both dataset_name and dataset_digest must be provided if one is provided'
        });
      }
    }
  );

  it('keeps 64-bit steps and times exact', async () => {
    const reply = await server.app.inject({
      method: 'POST',
      url: '/api/2.0/mlflow/runs/log-metric',
      headers: { 'content-type': 'application/json', host: 'localhost' },
      payload: `{"run_id":"${runId}","key":"m","value":1,"timestamp":9223372036854775807,"step":-9007199254740993}`
    });
    expect(reply.statusCode).toBe(200);
    const history = await server.app.inject({
      method: 'GET',
      url: `/api/2.0/mlflow/metrics/get-history?run_id=${runId}&metric_key=m`,
      headers: { host: 'localhost' }
    });
    expect(history.body).toContain('"timestamp":9223372036854775807');
    expect(history.body).toContain('"step":-9007199254740993');
  });

  it('keeps the lowest step exact', async () => {
    await server.app.inject({
      method: 'POST',
      url: '/api/2.0/mlflow/runs/outputs',
      headers: { 'content-type': 'application/json', host: 'localhost' },
      payload: `{"run_id":"${runId}","models":[{"model_id":"a","step":-9223372036854775808},{"model_id":"b","step":3}]}`
    });
    const run = await server.app.inject({
      method: 'GET',
      url: `/api/2.0/mlflow/runs/get?run_id=${runId}`,
      headers: { host: 'localhost' }
    });
    expect(run.body).toContain('"step":-9223372036854775808');
  });

  it.each([
    [
      { key: 'b', value: 'xx', timestamp: 1 },
      'Invalid value "xx" for parameter \'value\''
    ],
    [
      { key: 'b', value: 1 },
      "Missing value for required parameter 'timestamp'"
    ],
    [
      { key: 'b', value: 1, timestamp: 1.5 },
      "Invalid value 1.5 for parameter 'timestamp'"
    ],
    [
      { key: 'b', value: 1, timestamp: -1 },
      'Timestamp must be a nonnegative long'
    ],
    [
      { key: 'k'.repeat(251), value: 1, timestamp: -1 },
      'Timestamp must be a nonnegative long'
    ],
    [
      { key: 'a//b', value: 1, timestamp: 1 },
      "This name would resolve to 'a/b'"
    ],
    [
      { key: '../b', value: 1, timestamp: 1 },
      'must not resolve to other names'
    ],
    [
      { key: 'a$', value: 1, timestamp: 1 },
      'Names may only contain alphanumerics'
    ],
    [
      { key: 'k'.repeat(251), value: 1, timestamp: 1 },
      "'Metric name' exceeds the maximum length of 250"
    ]
  ])('refuses the metric %j', async (body, message) => {
    const reply = await log('log-metric', body);
    expect(reply.status).toBe(400);
    expect(reply.body.message).toContain(message);
    expect((await data()).metrics).toBeUndefined();
  });

  it.each([
    ['log-metric', 'm-1', 404],
    ['log-metric', undefined, 400],
    ['log-batch', 'm-1', 400]
  ])(
    'finds the first fault of a metric without a run by %s for model %j',
    async (endpoint, model_id, status) => {
      const point = { ...metric(0, 1, -1), model_id };
      const body = endpoint === 'log-batch' ? { metrics: [point] } : point;
      const reply = await log(endpoint, { ...body, run_id: '0'.repeat(32) });
      expect(reply.status).toBe(status);
    }
  );

  it('takes the same param again but not another value', async () => {
    const first = await log('log-parameter', { key: 'p', value: '1' });
    const again = await log('log-parameter', { key: 'p', value: '1' });
    const other = await log('log-parameter', { key: 'p', value: '2' });
    expect([first.status, again.status, other.status]).toEqual([200, 200, 400]);
    expect(other.body.message).toBe(
      `Changing param values is not allowed. Param with key='p' was already logged with value='1' for run ID='${runId}'. Attempted logging new value '2'.`
    );
  });

  it('cuts values that are too long', async () => {
    await log('log-parameter', { key: 'p', value: 'x'.repeat(10_000_000) });
    await log('set-tag', { key: 't', value: '🙂'.repeat(9000) });
    const { params, tags } = await data();
    expect(params[0].value).toHaveLength(6000);
    const tag = tags.find(({ key }: { key: string }) => key === 't');
    expect(Array.from(tag.value)).toHaveLength(8000);
  });

  it('sets, replaces and deletes tags', async () => {
    await log('set-tag', { key: 't', value: '1' });
    await log('set-tag', { key: 't', value: '2' });
    expect((await data()).tags).toContainEqual({ key: 't', value: '2' });
    expect((await log('delete-tag', { key: 't' })).status).toBe(200);
    const missing = await log('delete-tag', { key: 't' });
    expect(missing.status).toBe(404);
    expect(missing.body.message).toBe(
      `No tag with name: t in run with id ${runId}`
    );
  });

  it('renames a run by its tag', async () => {
    await log('set-tag', { key: 'mlflow.runName', value: 'new' });
    const { body } = await server.get('runs/get', { run_id: runId });
    expect(body.run.info.run_name).toBe('new');
  });

  describe('in a batch', () => {
    it('stores all kinds at once', async () => {
      const { body } = await log('log-batch', {
        metrics: [metric(0, 1), metric(1, 0.5), metric(1, 0.5)],
        params: [{ key: 'p', value: 'v' }],
        tags: [{ key: 't', value: 'w' }]
      });
      expect(body).toEqual({});
      expect(await data()).toEqual({
        metrics: [metric(1, 0.5)],
        params: [{ key: 'p', value: 'v' }],
        tags: [
          { key: 'mlflow.runName', value: 'r' },
          { key: 't', value: 'w' }
        ]
      });
      const history = await server.get('metrics/get-history', {
        run_id: runId,
        metric_key: 'loss'
      });
      expect(history.body.metrics).toEqual([metric(0, 1), metric(1, 0.5)]);
    });

    it('stores nothing of a batch that is refused', async () => {
      await log('log-parameter', { key: 'p', value: '1' });
      const { status, body } = await log('log-batch', {
        metrics: [metric(0, 1)],
        params: [
          { key: 'fresh', value: '1' },
          { key: 'p', value: '9' }
        ]
      });
      expect(status).toBe(400);
      expect(body.message).toBe(
        `Changing param values is not allowed. Params were already logged='[{'key': 'p', 'old_value': '1', 'new_value': '9'}]' for run ID='${runId}'.`
      );
      expect(await data()).toMatchObject({
        params: [{ key: 'p', value: '1' }]
      });
      expect((await data()).metrics).toBeUndefined();
    });

    const pairs = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: 'v' }));

    it.each([
      [{ params: pairs(101) }, 'at most 100 params. Got 101 params.'],
      [{ tags: pairs(101) }, 'at most 100 tags. Got 101 tags.'],
      [
        { metrics: Array.from({ length: 1001 }, (_, i) => metric(i, 1)) },
        'at most 1000 metrics. Got 1001 metrics.'
      ],
      [
        {
          metrics: Array.from({ length: 950 }, (_, i) => metric(i, 1)),
          params: pairs(60)
        },
        'at most 1000 metrics, params, and tags. Got 1010'
      ],
      [
        { params: [...pairs(1), ...pairs(1)] },
        "Duplicate parameter keys have been submitted: ['k0']"
      ],
      [
        { metrics: [{ value: 1, timestamp: 1 }] },
        "Missing value for required parameter 'metrics[0].key'"
      ],
      [
        { params: [{ key: 'a b\n', value: '' }] },
        "for parameter 'params[0].key'"
      ],
      [{ params: 5 }, "Invalid value 5 for parameter 'params' supplied"]
    ])('refuses %#', async (body, message) => {
      const reply = await log('log-batch', body);
      expect(reply.status).toBe(400);
      expect(reply.body.message).toContain(message);
    });
  });

  it('logs datasets once, with the tags of their first use', async () => {
    const input = (context: string) => ({
      datasets: [
        {
          tags: [{ key: 'mlflow.data.context', value: context }],
          dataset: {
            name: 'green',
            digest: 'abc',
            source_type: 'local',
            source: '{}'
          }
        }
      ],
      models: [{ model_id: 'm-1' }]
    });
    await log('log-inputs', input('train'));
    await log('log-inputs', input('eval'));
    await log('outputs', { models: [{ model_id: 'm-2', step: 3 }] });
    const { body } = await server.get('runs/get', { run_id: runId });
    expect(body.run.inputs).toEqual({
      dataset_inputs: [
        {
          tags: [{ key: 'mlflow.data.context', value: 'train' }],
          dataset: {
            name: 'green',
            digest: 'abc',
            source_type: 'local',
            source: '{}'
          }
        }
      ],
      model_inputs: [{ model_id: 'm-1' }]
    });
    expect(body.run.outputs).toEqual({
      model_outputs: [{ model_id: 'm-2', step: 3 }]
    });
    const summaries = await server.post('experiments/search-datasets', {
      experiment_ids: ['0']
    });
    expect(summaries.body.dataset_summaries).toEqual([
      { experiment_id: '0', name: 'green', digest: 'abc', context: 'train' }
    ]);
  });
});
