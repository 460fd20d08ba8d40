import { TestServer } from '../../testing/test-server.js';

describe('values of runs that were searched', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start();
  });

  afterAll(() => server.close());

  it('answers values as the run itself does, with all their digits', async () => {
    const { body } = await server.post('runs/create', { experiment_id: '0' });
    const { run_id } = body.run.info;
    const post = (path: string, payload: string) =>
      server.app.inject({
        method: 'POST',
        url: `/api/2.0/mlflow/${path}`,
        headers: { 'content-type': 'application/json' },
        payload
      });
    const texts = ['"\\/', 'tab\t\u0001\u007f', 'é🙂\u2028</script>', ''];
    const values = [0.1, 1 / 3, -0, 5, 1e15, 1e21, 1e-7, 5e-324, 1e999, NaN];
    const steps = ['9007199254740993', '-9223372036854775808'];
    const logged = await post(
      'runs/log-batch',
      JSON.stringify({
        run_id,
        params: texts.map((value, i) => ({ key: `p ${i}/é`, value })),
        tags: texts.map((value, i) => ({ key: `t${i}`, value })),
        metrics: values.map((value, i) => ({
          key: `m${i}`,
          value: Number.isFinite(value) ? value : String(value),
          timestamp: 1,
          step: i
        }))
      })
    );
    expect(logged.statusCode).toBe(200);
    for (const [i, step] of steps.entries()) {
      await post(
        'runs/log-metric',
        `{"run_id":"${run_id}","key":"step${i}","value":1,"timestamp":${steps[0]},"step":${step}}`
      );
    }
    const found = await post(
      'runs/search',
      `{"experiment_ids":["0"],"max_results":1,"order_by":["start_time DESC"]}`
    );
    const { body: own } = await server.get('runs/get', { run_id });
    expect(found.json().runs[0]).toEqual(own.run);
    steps.forEach(step => expect(found.body).toContain(`"step":${step}}`));
  });
});
