import { TestServer } from '../../testing/test-server.js';

describe('metrics', () => {
  let server: TestServer;
  let runId: string;

  beforeAll(async () => {
    server = await TestServer.start();
    const { body } = await server.post('runs/create', { experiment_id: '0' });
    runId = body.run.info.run_id;
    await server.post('runs/log-batch', {
      run_id: runId,
      metrics: Array.from({ length: 1000 }, (_, step) => ({
        key: 'loss',
        // Steps run against time, with one peak, one dip and one gap.
        value:
          step === 333 ? 99 : step === 777 ? -99 : step === 500 ? 'NaN' : 1,
        timestamp: 5000 - step,
        step
      }))
    });
  });

  afterAll(() => server.close());

  const history = (query: Record<string, string>) =>
    server.get('metrics/get-history', {
      run_id: runId,
      metric_key: 'loss',
      ...query
    });

  it('gives a history by time', async () => {
    const { body } = await history({});
    expect(body.metrics).toHaveLength(1000);
    expect(body.metrics[0]).toEqual({
      key: 'loss',
      value: 1,
      timestamp: 4001,
      step: 999
    });
    expect(body.next_page_token).toBeUndefined();
  });

  it('pages a history', async () => {
    const first = await history({ max_results: '600' });
    expect(first.body.metrics).toHaveLength(600);
    const second = await history({
      max_results: '600',
      page_token: first.body.next_page_token
    });
    expect(second.body.metrics).toHaveLength(400);
    expect(second.body.next_page_token).toBeUndefined();
    expect(second.body.metrics.at(-1)).toMatchObject({ step: 0 });
  });

  it('gives nothing for a metric that was not logged', async () => {
    expect((await history({ metric_key: 'other' })).body).toEqual({});
  });

  it('refuses pages of no size', async () => {
    const page = { max_results: '0', page_token: 'malformed, too' };
    const { status, body } = await history(page);
    expect(status).toBe(400);
    expect(body.message).toContain(
      "Invalid value 0 for parameter 'max_results'"
    );
  });

  it('finds nothing in a missing run', async () => {
    expect(await history({ run_id: 'nope' })).toMatchObject({
      status: 200,
      body: {}
    });
  });

  const interval = (query: Record<string, string | string[]>) =>
    server.get('metrics/get-history-bulk-interval', {
      run_ids: [runId],
      metric_key: 'loss',
      ...query
    });

  it('samples an interval evenly and keeps its ends', async () => {
    const { body } = await interval({
      start_step: '100',
      end_step: '199',
      max_results: '10'
    });
    const steps = body.metrics.map(({ step }: { step: number }) => step);
    expect(steps).toEqual([100, 110, 120, 130, 140, 150, 160, 170, 180, 199]);
    expect(body.metrics[0].run_id).toBe(runId);
  });

  it.each([
    [{ run_ids: [] as string[] }, 'run_ids'],
    [{ max_results: '2501' }, 'max_results must be between 1 and 2500'],
    [{ start_step: '1' }, 'both must be specified'],
    [{ start_step: '5', end_step: '1' }, 'end_step must be greater']
  ])('refuses the interval %j', async (query: object, message) => {
    const { status, body } = await interval(query as never);
    expect(status).toBe(400);
    expect(body.message).toContain(message);
  });

  it('thins curves without losing their extremes', async () => {
    const { body } = await server.post('/api/2.0/trackbook/metrics/sampled', {
      run_ids: [runId, 'unknown'],
      metric_keys: ['loss', 'other'],
      max_points: 20
    });
    expect(body.series).toHaveLength(1);
    const [{ points, ...series }] = body.series;
    expect(series).toEqual({
      run_id: runId,
      key: 'loss',
      total_count: 1000,
      sampled: true,
      min: -99,
      max: 99,
      last: 1
    });
    expect(points.length).toBeLessThanOrEqual(20);
    expect(points[0].step).toBe(0);
    expect(points.at(-1).step).toBe(999);
    const values = points.map(({ value }: { value: number }) => value);
    expect(values).toContain(99);
    expect(values).toContain(-99);
  });

  it('compares runs with what their metrics went through', async () => {
    const { body } = await server.post('/api/2.0/trackbook/runs/compare', {
      run_ids: [runId]
    });
    expect(body.runs[0].info.run_id).toBe(runId);
    expect(body.metric_summaries).toEqual([
      {
        run_id: runId,
        key: 'loss',
        count: 1000,
        min: -99,
        max: 99,
        first: 1,
        last: 1,
        last_step: 999
      }
    ]);
  });
});
