import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  recordedExecutions,
  type Ran
} from '../../testing/recorded-executions.js';
import { recordJson } from '../../testing/session-record.js';
import { TestServer } from '../../testing/test-server.js';

describe("Trackbook's own endpoints", () => {
  let folder: string;
  let server: TestServer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trackbook-own-'));
    server = await TestServer.start('--artifacts-destination', folder);
  });

  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const createRun = async (experiment_id = '0'): Promise<string> => {
    const { body } = await server.post('runs/create', { experiment_id });
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

  describe('judge runs', () => {
    const record = (runId: string, executions: Ran[]) =>
      server.app.inject({
        method: 'PUT',
        url: `/api/2.0/mlflow-artifacts/artifacts/0/${runId}/artifacts/trackbook/cells.json`,
        payload: recordJson(recordedExecutions(executions)),
        headers: { 'content-type': 'application/octet-stream' }
      });

    const judge = (run_ids: unknown, cells: unknown = []) =>
      server.post('/api/2.0/trackbook/runs/judge', { run_ids, cells });

    const tagOf = async (runId: string) => {
      const { body } = await server.get('runs/get', { run_id: runId });
      return body.run.data.tags?.find(
        ({ key }: { key: string }) => key === 'trackbook.verdict'
      )?.value;
    };

    it('by the cells of their notebook, and keep what was found', async () => {
      const [first, second] = [await createRun(), await createRun()];
      const ran: Ran[] = [
        ['a', 'x = 1'],
        ['b', 'x', { runIds: [first] }],
        ['c', 'y = 2', { runIds: [second] }]
      ];
      await record(first, ran.slice(0, 2));
      await record(second, ran);

      const { body } = await judge(
        [first, second],
        [
          { id: 'a', source: 'x = 3' },
          { id: 'b', source: 'x' },
          { id: 'c', source: 'y = 2' }
        ]
      );

      expect(body.verdicts).toEqual([
        { run_id: first, verdict: 'edited since' },
        { run_id: second, verdict: 'clean' }
      ]);
      expect(await tagOf(first)).toBe('edited since');
      expect(await tagOf(second)).toBe('clean');
    });

    it('but not those of which no cell is known', async () => {
      const [bare, alien] = [await createRun(), await createRun()];
      await record(alien, [['a', 'x = 1', { runIds: ['another'] }]]);
      expect((await judge([bare, alien])).body).toEqual({ verdicts: [] });
      expect(await tagOf(bare)).toBeUndefined();
    });

    it.each([
      ['no JSON', 400],
      ['null', 200],
      ['{"executions": 5}', 200],
      ['{"executions": [null, {"source": 5, "run_ids": "x", "seq": "y"}]}', 200]
    ])('whatever their record is: %s', async (text, status) => {
      const runId = await createRun();
      await server.app.inject({
        method: 'PUT',
        url: `/api/2.0/mlflow-artifacts/artifacts/0/${runId}/artifacts/trackbook/cells.json`,
        payload: text,
        headers: { 'content-type': 'application/octet-stream' }
      });
      expect((await judge([runId])).status).toBe(status);
      expect(await tagOf(runId)).toBeUndefined();
    });

    it('but not what is not there, or no list', async () => {
      expect((await judge(['0'.repeat(32)])).status).toBe(404);
      expect((await judge('x')).status).toBe(400);
      expect((await judge([], [{ id: 1 }])).status).toBe(400);
    });
  });

  describe('discard a run', () => {
    const update = (runId: string, endTime = Date.now()) =>
      server.post('runs/update', {
        run_id: runId,
        status: 'FINISHED',
        end_time: endTime
      });

    const endedRun = async (experimentId?: string): Promise<string> => {
      const runId = await createRun(experimentId);
      await update(runId);
      return runId;
    };

    const discard = (run_id: string) =>
      server.post('/api/2.0/trackbook/runs/discard', { run_id });

    const statusOf = async (runId: string) =>
      (await server.get('runs/get', { run_id: runId })).status;

    const upload = (folder: string, file: string) =>
      server.app.inject({
        method: 'PUT',
        url: `/api/2.0/mlflow-artifacts/artifacts/0/${folder}/artifacts/${file}`,
        payload: Buffer.from('content'),
        headers: { 'content-type': 'application/octet-stream' }
      });

    const filesIn = async (folder: string) => {
      const path = `0/${folder}`;
      const { body } = await server.get('/api/2.0/mlflow-artifacts/artifacts', {
        path
      });
      return body.files ?? [];
    };

    it('with its values, its models and all artifacts', async () => {
      const runId = await endedRun();
      const other = await endedRun();
      await server.post('runs/log-batch', {
        run_id: runId,
        metrics: [{ key: 'rmse', value: 1, timestamp: 1, step: 0 }],
        params: [{ key: 'depth', value: '5' }]
      });
      const { body } = await server.post('logged-models', {
        experiment_id: '0',
        name: 'trees',
        source_run_id: runId
      });
      const modelId: string = body.model.info.model_id;
      await upload(runId, 'plots/loss.png');
      await upload(`models/${modelId}`, 'MLmodel');
      await upload(other, 'kept.txt');

      expect(await discard(runId)).toMatchObject({ status: 200, body: {} });

      expect(await statusOf(runId)).toBe(404);
      expect((await server.get(`logged-models/${modelId}`)).status).toBe(404);
      expect(await filesIn(runId)).toEqual([]);
      expect(await filesIn(`models/${modelId}`)).toEqual([]);
      expect(await statusOf(other)).toBe(200);
      expect(await filesIn(`${other}/artifacts`)).toHaveLength(1);
      const { executor } = server.app.context;
      expect(await executor.read('findInconsistencies', {})).toEqual([]);
    });

    const expectKept = async (runId: string, reason: string) => {
      await upload(runId, 'kept.txt');
      const { status, body } = await discard(runId);
      expect(status).toBe(400);
      expect(body.message).toContain(reason);
      expect(await statusOf(runId)).toBe(200);
      expect(await filesIn(`${runId}/artifacts`)).toHaveLength(1);
    };

    const register = async (version: object) => {
      await server.post('registered-models/create', { name: 'trees' });
      const { status } = await server.post('model-versions/create', {
        name: 'trees',
        ...version
      });
      expect(status).toBe(200);
    };

    const onS3 = async (): Promise<string> => {
      const { body } = await server.post('experiments/create', {
        name: 'elsewhere',
        artifact_location: 's3://bucket/runs'
      });
      return body.experiment_id;
    };

    it('but not one that is running', async () => {
      await expectKept(await createRun(), 'it has not ended');
    });

    it('but not one that ended long ago', async () => {
      const runId = await createRun();
      await update(runId, Date.now() - 6 * 60_000);
      await expectKept(runId, 'more than five minutes ago');
    });

    it('but not one that has children', async () => {
      const runId = await endedRun();
      await server.post('runs/create', {
        experiment_id: '0',
        start_time: Date.now(),
        tags: [{ key: 'mlflow.parentRunId', value: runId }]
      });
      await expectKept(runId, 'its children');
    });

    it('but not while a model version was made of it', async () => {
      const runId = await endedRun();
      await register({
        source: `mlflow-artifacts:/0/${runId}/artifacts/model`,
        run_id: runId
      });
      await expectKept(runId, "version 1 of the registered model 'trees'");

      await server.delete('model-versions/delete', {
        name: 'trees',
        version: '1'
      });
      expect((await discard(runId)).status).toBe(200);
    });

    it('but not while a model version was made of its model', async () => {
      const runId = await endedRun();
      const { body } = await server.post('logged-models', {
        experiment_id: '0',
        name: 'trees',
        source_run_id: runId
      });
      const modelId: string = body.model.info.model_id;
      await server.patch(`logged-models/${modelId}`, {
        status: 'LOGGED_MODEL_READY'
      });
      await register({ source: `models:/${modelId}`, model_id: modelId });
      await expectKept(runId, 'version 1');
    });

    it('but not while a model version has its files', async () => {
      const runId = await endedRun(await onS3());
      await register({ source: `s3://bucket/runs/${runId}/artifacts/model` });
      expect((await discard(runId)).body.message).toContain('version 1');
    });

    it('but not where its artifacts cannot be reached', async () => {
      const runId = await endedRun(await onS3());
      const { status, body } = await discard(runId);
      expect(status).toBe(403);
      expect(body.message).toContain("outside the server's artifact folders");
      expect(await statusOf(runId)).toBe(200);
    });

    it('that exists', async () => {
      expect((await discard('f'.repeat(32))).status).toBe(404);
      expect((await discard('')).status).toBe(400);
    });
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
