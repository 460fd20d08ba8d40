import pg from 'pg';
import {
  createDatabase,
  createSchema,
  type TestDatabase
} from '../../testing/test-database.js';
import { Batch } from '../store/postgres/batch.js';
import type { Executor } from './executor.js';
import { PostgresExecutor } from './postgres-executor.js';

/** Several executors over one database are what several server processes are. */
describe('PostgresExecutor', () => {
  let database: TestDatabase;
  let executors: Executor[];

  beforeEach(async () => {
    database = await createSchema();
    // At once, so that all of them want to make the tables.
    executors = await Promise.all(
      [1, 2, 3].map(() => PostgresExecutor.open(database.url, { readers: 2 }))
    );
  });

  afterEach(async () => {
    await Promise.all(executors.map(executor => executor.close()));
    await database.drop();
  });

  /** Calls all executors in turn, all at the same time. */
  const everywhere = <T>(
    times: number,
    call: (executor: Executor, n: number) => Promise<T>
  ) =>
    Promise.allSettled(
      Array.from({ length: times }, (_, n) =>
        call(executors[n % executors.length], n)
      )
    );

  const fulfilled = <T>(results: PromiseSettledResult<T>[]): T[] =>
    results.flatMap(result =>
      result.status === 'fulfilled' ? [result.value] : []
    );

  const reasons = (results: PromiseSettledResult<unknown>[]) =>
    results.flatMap(result =>
      result.status === 'rejected' ? [result.reason] : []
    );

  const createExperiment = (executor: Executor, name = 'shared') =>
    executor.write('createExperiment', { name, artifactRoot: 'a:', tags: [] });

  const createRun = async (experiment: number): Promise<string> => {
    const { row } = await executors[0].write('createRun', {
      experimentId: String(experiment),
      userId: '',
      name: '',
      tags: []
    });
    return row.run_id;
  };

  it('makes one default experiment when all start at once', async () => {
    const results = await everywhere(6, executor =>
      executor.write('createDefaultExperiment', { artifactRoot: 'a:' })
    );
    expect(reasons(results)).toEqual([]);
    await expect(createExperiment(executors[0])).resolves.toBe(1);
  });

  it('undoes only the write of a group that the database refuses late', async () => {
    const experiment = await createExperiment(executors[0]);
    const runId = await createRun(experiment);
    const setTag = (key: string, value: string) =>
      executors[0].write('setTag', { runId, tag: { key, value } });
    const refusal = {
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining('NUL')
    };
    await expect(setTag('alone', '\0')).rejects.toMatchObject(refusal);

    const results = await Promise.allSettled([
      setTag('a', '1'),
      setTag('b', '\0'),
      setTag('c', '3')
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled'
    ]);
    expect(reasons(results)).toEqual([expect.objectContaining(refusal)]);
    const { tags } = await executors[1].read('getRun', { runId });
    expect(tags.map(({ key }) => key).sort()).toEqual([
      'a',
      'c',
      'mlflow.runName'
    ]);
  });

  it('gives a name to one experiment only', async () => {
    const results = await everywhere(9, executor => createExperiment(executor));
    expect(fulfilled(results)).toHaveLength(1);
    for (const reason of reasons(results)) {
      expect(reason).toMatchObject({
        code: 'RESOURCE_ALREADY_EXISTS',
        message: expect.stringContaining('Experiment(name=shared)')
      });
    }
  });

  it('keeps the first value of a param, whoever sends another', async () => {
    const runId = await createRun(await createExperiment(executors[0]));
    const results = await everywhere(9, (executor, n) =>
      executor.write('logParam', {
        runId,
        param: { key: 'p', value: String(n) }
      })
    );
    expect(fulfilled(results)).toHaveLength(1);
    for (const reason of reasons(results)) {
      expect(reason).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    }
  });

  it('asks the database once for each write of the life of a run', async () => {
    const [executor] = executors;
    const experiment = await createExperiment(executor);
    const liveARun = async () => {
      const runId = await createRun(experiment);
      const point = { key: 'm', value: 1, timestamp: 1 };
      await executor.write('logBatch', {
        runId,
        metrics: [0, 1, 1].map(step => ({ ...point, step })),
        params: [{ key: 'p', value: '1' }],
        tags: [{ key: 't', value: '1' }]
      });
      const end = { status: 'FINISHED', endTime: 2, name: 'done' } as const;
      return executor.write('updateRun', { runId, ...end });
    };
    await liveARun();
    const query = jest.spyOn(pg.Client.prototype, 'query');
    const row = await liveARun();
    const batches = query.mock.calls.filter(
      ([sent]) => (sent as unknown) instanceof Batch
    );
    query.mockRestore();
    expect(batches).toHaveLength(3);

    const run = await executor.read('getRun', { runId: row.run_id });
    expect(run).toMatchObject({
      row,
      metrics: [{ key: 'm', step: 1 }],
      params: [{ key: 'p', value: '1' }],
      tags: [
        { key: 'mlflow.runName', value: 'done' },
        { key: 't', value: '1' }
      ]
    });
    const history = await executor.read('metricHistoryJson', {
      ...{ runId: row.run_id, key: 'm', pageToken: '' }
    });
    const { metrics } = JSON.parse(Buffer.from(history).toString());
    expect(metrics).toHaveLength(2);
  });

  it('keeps its connection when the database refuses a write', async () => {
    const runId = await createRun(await createExperiment(executors[0]));
    const setTag = (value: string) =>
      executors[0].write('setTag', { runId, tag: { key: 'a', value } });
    await setTag('1');
    const connect = jest.spyOn(pg.Client.prototype, 'connect');
    await expect(setTag('\0')).rejects.toThrow('NUL');
    await setTag('2');
    expect(connect).not.toHaveBeenCalled();
    connect.mockRestore();
  });

  it('notices whatever it writes that the run was deleted elsewhere', async () => {
    const runId = await createRun(await createExperiment(executors[0]));
    const finish = () =>
      executors[0].write('updateRun', { runId, status: 'FINISHED' });
    await executors[1].write('deleteRun', { runId });
    await expect(finish()).rejects.toMatchObject({
      message: expect.stringContaining('Current state is deleted')
    });
    await executors[1].write('restoreRun', { runId });
    await expect(finish()).resolves.toMatchObject({ status: 'FINISHED' });
  });

  it('notices that an experiment was deleted elsewhere before it makes a run there', async () => {
    const experiment = await createExperiment(executors[0]);
    await createRun(experiment);
    const experimentId = String(experiment);
    await executors[1].write('deleteExperiment', { experimentId });
    await expect(createRun(experiment)).rejects.toMatchObject({
      message: expect.stringContaining('active')
    });
    await executors[1].write('restoreExperiment', { experimentId });
    await expect(createRun(experiment)).resolves.toEqual(expect.any(String));
  });

  it('looks again when a run is not as it was before', async () => {
    const runId = await createRun(await createExperiment(executors[0]));
    const log = (value: string) =>
      executors[0].write('logBatch', {
        runId,
        metrics: [{ key: 'm', value: 1, timestamp: 1, step: 0 }],
        params: [{ key: 'p', value }],
        tags: []
      });
    await log('1');
    await executors[1].write('deleteRun', { runId });
    const deleted = { message: expect.stringContaining('is deleted') };
    await expect(log('1')).rejects.toMatchObject(deleted);
    await expect(log('2')).rejects.toMatchObject(deleted);

    await executors[1].write('restoreRun', { runId });
    await expect(log('1')).resolves.toBeUndefined();
    const [same, other] = await Promise.allSettled([log('1'), log('2')]);
    expect(same.status).toBe('fulfilled');
    expect(reasons([other])).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(
          "[{'key': 'p', 'old_value': '1', 'new_value': '2'}]"
        )
      })
    ]);

    const ended = { status: 'FINISHED' as const, endTime: Date.now() };
    await executors[1].write('updateRun', { runId, ...ended });
    await executors[1].write('discardRun', { runId });
    await expect(log('1')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST'
    });
  });

  it('stores a point once and knows the latest, whoever sends it', async () => {
    const runId = await createRun(await createExperiment(executors[0]));
    const results = await everywhere(30, (executor, n) => {
      const step = n % 10;
      return executor.write('logBatch', {
        runId,
        metrics: ['x', 'y']
          .map(key => ({
            key: `${key}${step}`,
            value: step,
            timestamp: step,
            step
          }))
          .concat({ key: 'all', value: step, timestamp: step, step }),
        params: [],
        tags: []
      });
    });
    expect(reasons(results)).toEqual([]);
    const run = await executors[1].read('getRun', { runId });
    const latest = run.metrics.find(({ key }) => key === 'all');
    expect(latest).toMatchObject({ step: 9, value: 9 });
    const [curve] = await executors[2].read('sampleMetrics', {
      runIds: [runId],
      keys: ['all'],
      maxPoints: 100
    });
    expect(curve.points.map(({ step }) => step)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9
    ]);
  });

  it('numbers versions without gap or repetition, with one in production', async () => {
    await executors[0].write('createRegisteredModel', {
      name: 'm',
      description: '',
      tags: []
    });
    const created = await everywhere(9, executor =>
      executor.write('createModelVersion', {
        name: 'm',
        source: 's3://bucket/model',
        runLink: '',
        description: '',
        tags: []
      })
    );
    expect(reasons(created)).toEqual([]);
    const numbers = fulfilled(created).map(({ row }) => row.version);
    expect(numbers.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);

    const moved = await everywhere(9, (executor, n) =>
      executor.write('transitionModelVersionStage', {
        name: 'm',
        version: String(n + 1),
        stage: 'Production',
        archiveExisting: true
      })
    );
    expect(reasons(moved)).toEqual([]);
    const { versions } = await executors[0].read('searchModelVersions', {
      filter: "name = 'm'",
      orderBy: [],
      maxResults: 100,
      pageToken: ''
    });
    const stages = versions.map(({ row }) => row.current_stage);
    expect(stages.filter(stage => stage === 'Production')).toHaveLength(1);
  });

  it('points no alias to a version that is deleted meanwhile', async () => {
    await executors[0].write('createRegisteredModel', {
      name: 'm',
      description: '',
      tags: []
    });
    for (let version = 1; version <= 5; version++) {
      await executors[0].write('createModelVersion', {
        name: 'm',
        source: 's3://bucket/model',
        runLink: '',
        description: '',
        tags: []
      });
      await Promise.allSettled([
        executors[1].write('setRegisteredModelAlias', {
          name: 'm',
          alias: `a${version}`,
          version: String(version)
        }),
        executors[2].write('deleteModelVersion', {
          name: 'm',
          version: String(version)
        })
      ]);
    }
    const model = await executors[0].read('getRegisteredModel', { name: 'm' });
    expect(model.aliases).toEqual([]);
  });

  it('leaves no active run in an experiment that is deleted meanwhile', async () => {
    for (let n = 0; n < 5; n++) {
      const id = await createExperiment(executors[0], `e${n}`);
      await Promise.allSettled([
        createRun(id),
        executors[1].write('deleteExperiment', { experimentId: String(id) })
      ]);
      const json = await executors[0].read('searchRunsJson', {
        experimentIds: [String(id)],
        filter: '',
        view: 'ACTIVE_ONLY',
        orderBy: [],
        maxResults: 10,
        pageToken: ''
      });
      expect(JSON.parse(new TextDecoder().decode(json)).runs ?? []).toEqual([]);
    }
  });

  it('loses no entry of a list that a tag holds', async () => {
    const runId = await createRun(await createExperiment(executors[0]));
    const results = await everywhere(9, (executor, n) =>
      executor.write('logModel', {
        runId,
        modelJson: JSON.stringify({
          run_id: runId,
          artifact_path: `model${n}`,
          utc_time_created: '',
          flavors: {}
        })
      })
    );
    expect(reasons(results)).toEqual([]);
    const run = await executors[0].read('getRun', { runId });
    const tag = run.tags.find(({ key }) => key === 'mlflow.log-model.history');
    expect(JSON.parse(tag!.value)).toHaveLength(9);
  });

  it('refuses a NUL character and goes on', async () => {
    const refused = createExperiment(executors[0], 'a\0b');
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining('NUL')
    });
    await expect(createExperiment(executors[0])).resolves.toEqual(
      expect.any(Number)
    );
  });

  it('takes ids of any size for ids that nothing has', async () => {
    const [executor] = executors;
    const get = executor.read('getExperiment', { experimentId: `${10 ** 18}` });
    await expect(get).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST'
    });
    const found = await executor.read('searchRunsJson', {
      experimentIds: ['99999999999999999999'],
      filter: 'attributes.start_time > 9223372036854775807',
      view: 'ACTIVE_ONLY',
      orderBy: [],
      maxResults: 10,
      pageToken: ''
    });
    expect(JSON.parse(new TextDecoder().decode(found))).toEqual({});
  });

  it('answers that it is away when connections break, and is back at once', async () => {
    const own = await createDatabase();
    const executor = await PostgresExecutor.open(own.url, { readers: 1 });
    await createExperiment(executor, 'before');
    const client = new pg.Client(own.url);
    await client.connect();
    await client.query('BEGIN; LOCK TABLE experiments');
    const waiting = createExperiment(executor, 'during');
    const outcome = expect(waiting).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE'
    });
    await new Promise(resolve => setTimeout(resolve, 200));
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
    );
    await outcome;
    await client.query('ROLLBACK');
    await client.end();
    await expect(createExperiment(executor, 'after')).resolves.toEqual(
      expect.any(Number)
    );
    await executor.close();
    await own.drop();
  });
});

describe('PostgresExecutor.open', () => {
  const open = (url: string) => PostgresExecutor.open(url, { readers: 1 });

  it('says what to do about a database that is not there', async () => {
    const url = new URL((await createSchema()).url);
    url.pathname = '/nowhere';
    await expect(open(url.href)).rejects.toThrow(
      /there is no database 'nowhere' at 127\.0\.0\.1:\d+\. Create it: createdb/
    );
  });

  it('says so when nothing answers, without the password', async () => {
    const opening = open('postgresql://user:secret@127.0.0.1:1/database');
    await expect(opening).rejects.toThrow(
      /nothing answers at 127\.0\.0\.1:1 .*Is PostgreSQL running there\?/
    );
    await expect(opening).rejects.not.toThrow(/secret/);
  });

  it('leaves the tables of another program alone', async () => {
    const database = await createDatabase();
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query('CREATE TABLE experiments (id integer)');
    await client.end();
    await expect(open(database.url)).rejects.toThrow(
      /holds the tables of another program/
    );
    await database.drop();
  });

  it("says how to bring over what is in MLflow's database", async () => {
    const database = await createDatabase();
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query('CREATE TABLE experiments (experiment_id integer)');
    await client.query('CREATE TABLE alembic_version (version_num text)');
    await client.end();
    await expect(open(database.url)).rejects.toThrow(
      /it is MLflow's.* Give --backend-store-uri an empty database.*'trackbook import'/
    );
    await database.drop();
  });
});
