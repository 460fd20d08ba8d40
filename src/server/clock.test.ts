import { TestServer } from '../testing/test-server.js';

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** The clock is read for dates only; order and durations come from elsewhere. */
describe('a clock that jumps', () => {
  let server: TestServer;
  const realNow = Date.now;

  beforeEach(async () => {
    server = await TestServer.start();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  const jump = (years: number) =>
    jest
      .spyOn(Date, 'now')
      .mockImplementation(() => realNow() + years * YEAR_MS);

  it.each([-1, 1, -60])(
    'by %i years neither loses nor reorders versions, points and events',
    async years => {
      await server.post('registered-models/create', { name: 'taxi' });
      const version = () =>
        server.post('model-versions/create', {
          name: 'taxi',
          source: 's3://bucket/model'
        });
      const created = await server.post('runs/create', { experiment_id: '0' });
      const runId = created.body.run.info.run_id;
      const log = (step: number) =>
        server.post('runs/log-metric', {
          run_id: runId,
          key: 'rmse',
          value: step,
          timestamp: 1,
          step
        });
      await version();
      await log(1);
      jump(years);
      await version();
      await log(2);

      const latest = await server.post(
        'registered-models/get-latest-versions',
        {
          name: 'taxi'
        }
      );
      expect(latest.body.model_versions).toMatchObject([{ version: '2' }]);
      const run = await server.get('runs/get', { run_id: runId });
      expect(run.body.run.data.metrics).toMatchObject([{ value: 2 }]);
      const other = await server.post('runs/create', { experiment_id: '0' });
      expect(other.status).toBe(200);
      const found = await server.post('runs/search', { experiment_ids: ['0'] });
      expect(found.body.runs).toHaveLength(2);
      expect((await server.get('/ready')).status).toBe(200);
    }
  );
});
