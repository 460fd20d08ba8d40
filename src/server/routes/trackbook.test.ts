import { TestServer } from '../../testing/test-server.js';

describe("Trackbook's own endpoints", () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start();
  });

  afterEach(() => server.close());

  const createRun = async (): Promise<string> => {
    const { body } = await server.post('runs/create', { experiment_id: '0' });
    return body.run.info.run_id;
  };

  const change = (action: string, run_ids: string[]) =>
    server.post('/api/2.0/trackbook/runs/bulk', { action, run_ids });

  it('say what the server can do', async () => {
    const { body } = await server.get('/api/2.0/trackbook/features');
    expect(body.features).toContain('runs.search');
    expect(body.features).toContain('events');
  });

  it('delete and restore many runs', async () => {
    const [a, b] = [await createRun(), await createRun()];
    const deleted = await change('delete', [a, b, 'unknown']);
    expect(deleted.body.changed.sort()).toEqual([a, b].sort());
    expect((await change('delete', [a])).body).toEqual({ changed: [] });
    expect((await change('restore', [a])).body).toEqual({ changed: [a] });
    const { body } = await server.get('runs/get', { run_id: b });
    expect(body.run.info.lifecycle_stage).toBe('deleted');
  });

  it('refuse what they do not know', async () => {
    expect((await change('explode', [])).status).toBe(400);
    const search = await server.post('/api/2.0/trackbook/runs/search', {
      experiment_ids: ['0'],
      max_results: 1001
    });
    expect(search.status).toBe(400);
    expect(search.body.message).toContain('at most 1000');
  });
});
