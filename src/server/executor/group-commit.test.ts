import { TrackbookError } from '../../api/errors.js';
import { openForWriting } from '../store/sqlite/open.js';
import { insertExperiment } from '../store/queries/experiments.js';
import type { SqliteConnection } from '../store/sqlite/connection.js';
import type { Tx } from '../store/tx.js';
import { commitGroup, type Job } from './group-commit.js';

describe('commitGroup', () => {
  let connection: SqliteConnection;

  beforeEach(() => {
    connection = openForWriting(':memory:');
  });

  afterEach(() => connection.close());

  const create = async (tx: Tx, name: string): Promise<string> => {
    await insertExperiment(tx, {
      name,
      artifactLocation: '',
      time: 1
    });
    tx.changed({ entity: 'experiment', action: 'created', name });
    return name;
  };

  const createThenFail = async (tx: Tx, name: string) => {
    await create(tx, name);
    throw new TrackbookError('INVALID_PARAMETER_VALUE', 'no');
  };

  const breakOff = async () => {
    connection.exec('ROLLBACK');
    throw Object.assign(new Error('disk'), { errcode: 13 });
  };

  const names = () =>
    connection
      .statement('SELECT name FROM experiments ORDER BY name')
      .all()
      .map(row => row.name);

  const job = (operation: unknown, input: unknown = undefined) =>
    ({ operation, input }) as Job;

  it('undoes only the job that fails', async () => {
    const { outcomes, changes } = await commitGroup(connection, [
      job(create, 'a'),
      job(createThenFail, 'b'),
      job(create, 'c')
    ]);
    expect(outcomes).toEqual([
      { value: 'a' },
      { error: new TrackbookError('INVALID_PARAMETER_VALUE', 'no') },
      { value: 'c' }
    ]);
    expect(names()).toEqual(['a', 'c']);
    expect(changes.map(({ name }) => name)).toEqual(['a', 'c']);
  });

  it('fails every job when the database gives up the transaction', async () => {
    const { outcomes, changes } = await commitGroup(connection, [
      job(create, 'a'),
      job(breakOff)
    ]);
    expect(outcomes).toHaveLength(2);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ error: { code: 'IO_ERROR' } });
    }
    expect(names()).toEqual([]);
    expect(changes).toEqual([]);
    const next = await commitGroup(connection, [job(create, 'd')]);
    expect(next.outcomes).toEqual([{ value: 'd' }]);
  });
});
