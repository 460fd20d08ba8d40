import {
  createSchema,
  type TestDatabase
} from '../../../testing/test-database.js';
import { openPool, streamOf } from './open.js';

describe('openPool', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createSchema();
  });

  afterEach(() => database.drop());

  it('sends statements of one moment by one call of the system', async () => {
    const pool = openPool(database.url, 1);
    const client = await pool.connect();
    const stream = streamOf(client);
    const calls = [jest.spyOn(stream, '_write'), jest.spyOn(stream, '_writev')];
    await Promise.all(
      ['SELECT 1', 'SELECT 2', 'SELECT 3'].map(async sql => {
        await undefined;
        await client.query(sql, []);
      })
    );
    client.release();
    await pool.end();
    const counts = calls.map(({ mock }) => mock.calls.length);
    expect(counts[0] + counts[1]).toBe(1);
  });
});
