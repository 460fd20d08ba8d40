import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Migration } from '../migrations/migration.js';
import { copyBefore, isTrackbookDatabase, openForWriting } from './open.js';

const first: Migration = {
  name: '0001-first',
  sql: () => 'CREATE TABLE things (name TEXT); INSERT INTO things VALUES (1)'
};
const second: Migration = {
  name: '0002-second',
  sql: () => "ALTER TABLE things ADD COLUMN size DEFAULT 'small'"
};
const broken: Migration = {
  name: '0003-broken',
  sql: () => 'DELETE FROM things; CREATE TABLE things (name TEXT)'
};

describe('openForWriting', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trackbook-open-'));
    path = join(folder, 'a.db');
  });

  afterEach(() => rm(folder, { recursive: true }));

  const rowsIn = (file: string): unknown[] => {
    const database = new DatabaseSync(file, { readOnly: true });
    const rows = database.prepare('SELECT * FROM things').all();
    database.close();
    return rows.map(row => ({ ...row }));
  };

  it('makes a new database without a copy', async () => {
    openForWriting(path, [first]).close();
    expect(await readdir(folder)).toEqual(['a.db']);
    expect(isTrackbookDatabase(path)).toBe(true);
  });

  it('keeps the database as it was before an upgrade', () => {
    openForWriting(path, [first]).close();
    openForWriting(path, [first, second]).close();
    expect(rowsIn(path)).toEqual([{ name: '1', size: 'small' }]);
    expect(rowsIn(copyBefore(path, 1))).toEqual([{ name: '1' }]);
  });

  it('changes nothing if an upgrade fails', () => {
    openForWriting(path, [first, second]).close();
    expect(() => openForWriting(path, [first, second, broken])).toThrow(
      /Cannot open the database .*already exists/
    );
    expect(rowsIn(path)).toEqual([{ name: '1', size: 'small' }]);
    openForWriting(path, [first, second]).close();
  });

  it('refuses a database of another program and leaves it as it was', async () => {
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE things (name TEXT)');
    other.close();
    const before = await readFile(path);
    expect(() => openForWriting(path, [first])).toThrow(
      /holds the tables of another program/
    );
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['a.db']);
  });

  it("says how to bring over what is in MLflow's database", () => {
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE experiments (experiment_id INTEGER)');
    other.exec('CREATE TABLE alembic_version (version_num TEXT)');
    other.close();
    expect(() => openForWriting(path, [first])).toThrow(
      /it is MLflow's.* Give --backend-store-uri a new file.*'trackbook import'/
    );
  });

  it('refuses a database of a newer version', () => {
    openForWriting(path, [first, second]).close();
    expect(() => openForWriting(path, [first])).toThrow(
      /written by a newer version of Trackbook/
    );
  });
});
