import { TestServer } from '../../testing/test-server.js';

describe('runs', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start();
  });

  afterEach(() => server.close());

  const createRun = async (body: object = {}) => {
    const reply = await server.post('runs/create', {
      experiment_id: '0',
      start_time: 1000,
      ...body
    });
    return reply.body.run;
  };

  const getRun = async (runId: string) =>
    (await server.get('runs/get', { run_id: runId })).body.run;

  it('creates a run below its experiment', async () => {
    const run = await createRun({
      run_name: 'first',
      user_id: 'ada',
      tags: [{ key: 'k', value: 'v' }]
    });
    expect(run.info).toEqual({
      run_id: run.info.run_id,
      run_uuid: run.info.run_id,
      run_name: 'first',
      experiment_id: '0',
      user_id: 'ada',
      status: 'RUNNING',
      start_time: 1000,
      artifact_uri: `mlflow-artifacts:/0/${run.info.run_id}/artifacts`,
      lifecycle_stage: 'active'
    });
    expect(run.data.tags).toEqual([
      { key: 'k', value: 'v' },
      { key: 'mlflow.runName', value: 'first' }
    ]);
    expect(await getRun(run.info.run_id)).toEqual({ ...run, outputs: {} });
  });

  it('names a run that has no name', async () => {
    const { info } = await createRun();
    expect(info.run_name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
  });

  it('refuses two different names for one run', async () => {
    const { status, body } = await server.post('runs/create', {
      experiment_id: '0',
      run_name: 'a',
      tags: [{ key: 'mlflow.runName', value: 'b' }]
    });
    expect(status).toBe(400);
    expect(body.message).toContain('with different values');
  });

  it('refuses runs in missing and in deleted experiments', async () => {
    const missing = await server.post('runs/create', { experiment_id: '77' });
    expect(missing.status).toBe(404);
    const unnamed = await server.post('runs/create', {});
    expect(unnamed.body.error_code).toBe('BAD_REQUEST');
    await server.post('experiments/delete', { experiment_id: '0' });
    for (const body of [{ experiment_id: '0' }, {}]) {
      const deleted = await server.post('runs/create', body);
      expect(deleted.status).toBe(400);
      expect(deleted.body.message).toContain("must be in the 'active' state");
    }
  });

  it('finds a run by its old name for the id', async () => {
    const { info } = await createRun();
    const { body } = await server.get('runs/get', { run_uuid: info.run_id });
    expect(body.run.info.run_id).toBe(info.run_id);
  });

  it.each([
    [{ run_id: 'abc' }, 404, 'Run with id=abc not found'],
    [{}, 400, "Missing value for required parameter 'run_id'"],
    [{ runId: 'abc' }, 400, "Missing value for required parameter 'run_id'"]
  ])(
    'answers %j with %i',
    async (query: Record<string, string>, status, message) => {
      const reply = await server.get('runs/get', query);
      expect(reply.status).toBe(status);
      expect(reply.body.message).toContain(message);
    }
  );

  it('updates status, end and name', async () => {
    const { info } = await createRun();
    const { body } = await server.post('runs/update', {
      run_id: info.run_id,
      status: 'FINISHED',
      end_time: '2000',
      run_name: 'renamed'
    });
    expect(body.run_info).toMatchObject({
      status: 'FINISHED',
      end_time: 2000,
      run_name: 'renamed'
    });
    const { data } = await getRun(info.run_id);
    expect(data.tags).toEqual([{ key: 'mlflow.runName', value: 'renamed' }]);
  });

  it('deletes and restores', async () => {
    const { info } = await createRun();
    await server.post('runs/delete', { run_id: info.run_id });
    expect((await getRun(info.run_id)).info.lifecycle_stage).toBe('deleted');
    const refused = await server.post('runs/set-tag', {
      run_id: info.run_id,
      key: 'a',
      value: 'b'
    });
    expect(refused.status).toBe(400);
    expect(refused.body.message).toBe(
      `The run ${info.run_id} must be in the 'active' state. Current state is deleted.`
    );
    await server.post('runs/restore', { run_id: info.run_id });
    expect((await getRun(info.run_id)).info.lifecycle_stage).toBe('active');
  });

  it('deletes runs with their experiment, and restores them', async () => {
    const { info } = await createRun();
    await server.post('experiments/delete', { experiment_id: '0' });
    expect((await getRun(info.run_id)).info.lifecycle_stage).toBe('deleted');
    await server.post('experiments/restore', { experiment_id: '0' });
    expect((await getRun(info.run_id)).info.lifecycle_stage).toBe('active');
  });
});
