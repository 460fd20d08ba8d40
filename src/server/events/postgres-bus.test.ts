import pg from 'pg';
import type { Change } from '../../api/trackbook.js';
import {
  createDatabase,
  type TestDatabase
} from '../../testing/test-database.js';
import { until } from '../../testing/until.js';
import { PostgresBus } from './postgres-bus.js';

describe('PostgresBus', () => {
  let database: TestDatabase;
  let here: PostgresBus;
  let there: PostgresBus;
  let heard: Change[];
  let gaps: number;

  beforeAll(async () => {
    database = await createDatabase();
  });

  afterAll(() => database.drop());

  beforeEach(async () => {
    here = await PostgresBus.open(database.url);
    there = await PostgresBus.open(database.url);
    heard = [];
    gaps = 0;
    there.onReceive(changes => heard.push(...changes));
    there.onGap(() => gaps++);
  });

  afterEach(async () => {
    await here.close();
    await there.close();
  });

  const runs = (count: number): Change[] =>
    Array.from({ length: count }, (_, n) => ({
      entity: 'run',
      action: 'updated',
      run_id: `run ${n}`
    }));

  it('tells others and not itself', async () => {
    const own: Change[] = [];
    here.onReceive(changes => own.push(...changes));
    here.send(runs(1));
    await until(() => heard.length > 0);
    expect(heard).toEqual(runs(1));
    expect(own).toEqual([]);
  });

  it('carries more than one notification can', async () => {
    here.send(runs(500));
    await until(() => heard.length >= 500);
    expect(heard).toEqual(runs(500));
  });

  it('sends what waits before it closes', async () => {
    here.send(runs(2));
    await here.close();
    await until(() => heard.length >= 2);
    expect(heard).toEqual(runs(2));
    here = await PostgresBus.open(database.url);
  });

  it('comes back after its connection is lost, and says that something may be missing', async () => {
    await endConnections();
    await until(() => gaps > 0);
    await until(() => {
      here.send(runs(1));
      return heard.length > 0;
    });
    expect(heard[0]).toEqual(runs(1)[0]);
  });

  const endConnections = async () => {
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
    );
    await client.end();
  };
});
