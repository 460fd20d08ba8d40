import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { copyBefore } from './open.js';

// Each starts dozens of processes.
jest.setTimeout(60_000);

const AT_ONCE = 4;
const ROUNDS = 5;
const FEW_ROWS = 300;
const MANY_ROWS = 50_000;

/** When it is told to, opens the database FILE with the first COUNT migrations. */
const PROGRAM = `
  import { readSync } from 'node:fs';
  import { openForWriting } from './open.js';
  const [file, count, rows] = process.argv.slice(2);
  const steps = [
    'CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT);' +
      'WITH RECURSIVE ids (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM ids WHERE id < ' + rows + ') ' +
      "INSERT INTO things SELECT id, 'thing ' || id FROM ids",
    "ALTER TABLE things ADD COLUMN size TEXT; UPDATE things SET size = 'small ' || name",
    'UPDATE things SET size = upper(size)'
  ].map((sql, i) => ({ name: String(i), sql: () => sql }));
  process.stdout.write('ready');
  readSync(0, Buffer.alloc(1));
  openForWriting(file, steps.slice(0, Number(count))).close();
`;

/** What each row has, with 7 for its number. */
const ROW_OF_VERSION: Record<number, unknown> = {
  1: { id: 7, name: 'thing 7' },
  2: { id: 7, name: 'thing 7', size: 'small thing 7' },
  3: { id: 7, name: 'thing 7', size: 'SMALL THING 7' }
};

describe('openForWriting in processes of their own', () => {
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trackbook-upgrade-'));
    program = join(folder, 'upgrade.mjs');
    await build({
      stdin: { contents: PROGRAM, resolveDir: __dirname },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: program,
      logLevel: 'error'
    });
  });

  afterAll(() => rm(folder, { recursive: true }));

  const prepare = async (file: string, version: number, rows: number) => {
    const child = spawn(
      process.execPath,
      [program, file, String(version), String(rows)],
      { stdio: 'pipe' }
    );
    const said: string[] = [];
    child.stderr.on('data', text => said.push(String(text)));
    const ended = once(child, 'close').then(([code]) => ({
      code,
      said: said.join('')
    }));
    await once(child.stdout, 'data');
    return {
      go: () => {
        child.stdin.end('!');
        return ended;
      },
      kill: () => child.kill('SIGKILL')
    };
  };

  const open = async (file: string, version: number, rows: number) =>
    expect(await (await prepare(file, version, rows)).go()).toEqual(SUCCESS);

  const openAtOnce = async (file: string, version: number, rows: number) => {
    const all = await Promise.all(
      Array.from({ length: AT_ONCE }, () => prepare(file, version, rows))
    );
    const outcomes = await Promise.all(all.map(each => each.go()));
    expect(outcomes).toEqual(outcomes.map(() => SUCCESS));
  };

  it('makes a new database that all have who start at once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const file = join(folder, `new-${round}.db`);
      await openAtOnce(file, 3, FEW_ROWS);
      expect(versionOf(file, FEW_ROWS)).toBe(3);
    }
  });

  it('keeps the database as it was, however many upgrade it at once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const file = join(folder, `shared-${round}.db`);
      await open(file, 1, FEW_ROWS);
      await openAtOnce(file, 3, FEW_ROWS);
      expect(versionOf(file, FEW_ROWS)).toBe(3);
      expect(versionOf(copyBefore(file, 1), FEW_ROWS)).toBe(1);
      expect(existsSync(copyBefore(file, 2))).toBe(false);
    }
  });

  it('leaves the old database or the new one, wherever it is killed', async () => {
    const old = join(folder, 'old.db');
    await open(old, 1, MANY_ROWS);
    const whole = join(folder, 'whole.db');
    await copyFile(old, whole);
    const started = Date.now();
    await open(whole, 3, MANY_ROWS);
    const duration = Date.now() - started;

    for (let round = 0; round < ROUNDS; round++) {
      const file = join(folder, `killed-${round}.db`);
      const copy = copyBefore(file, 1);
      await copyFile(old, file);
      const upgrade = await prepare(file, 3, MANY_ROWS);
      const ended = upgrade.go();
      await sleep((duration * round) / ROUNDS);
      upgrade.kill();
      await ended;
      expect([1, 3]).toContain(versionOf(file, MANY_ROWS));
      if (existsSync(copy)) {
        expect(versionOf(copy, MANY_ROWS)).toBe(1);
      }

      await open(file, 3, MANY_ROWS);
      expect(versionOf(file, MANY_ROWS)).toBe(3);
      expect(versionOf(copy, MANY_ROWS)).toBe(1);
    }
  });
});

const SUCCESS = { code: 0, said: '' };

/** The version of a database, after all that is in it was found to be of that version. */
const versionOf = (file: string, rows: number): number => {
  const database = new DatabaseSync(file);
  try {
    const row = (sql: string) => ({ ...database.prepare(sql).get() });
    expect(row('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    const version = Number(row('PRAGMA user_version').user_version);
    expect(row('SELECT count(*) AS n FROM things')).toEqual({ n: rows });
    expect(row('SELECT * FROM things WHERE id = 7')).toEqual(
      ROW_OF_VERSION[version]
    );
    return version;
  } finally {
    database.close();
  }
};
