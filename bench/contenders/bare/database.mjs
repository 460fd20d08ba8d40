import { DatabaseSync } from 'node:sqlite';

const SCHEMA = `
  CREATE TABLE experiments (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY, run_id TEXT NOT NULL UNIQUE, experiment INTEGER NOT NULL,
    name TEXT, status TEXT NOT NULL, start_time INTEGER, end_time INTEGER
  );
  CREATE INDEX runs_by_start ON runs (experiment, start_time DESC, run_id);
  CREATE TABLE metric_keys (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE metrics (
    run INTEGER, key INTEGER, step INTEGER, timestamp INTEGER, value REAL,
    PRIMARY KEY (run, key, step, timestamp, value)
  ) WITHOUT ROWID;
  CREATE TABLE latest_metrics (
    run INTEGER, key INTEGER, step INTEGER, timestamp INTEGER, value REAL,
    PRIMARY KEY (run, key)
  ) WITHOUT ROWID;
  CREATE INDEX latest_metrics_by_value ON latest_metrics (key, value, run);
  CREATE TABLE params (run INTEGER, key TEXT, value TEXT, PRIMARY KEY (run, key)) WITHOUT ROWID;
  CREATE TABLE tags (run INTEGER, key TEXT, value TEXT, PRIMARY KEY (run, key)) WITHOUT ROWID;
`;

/** SQLite as Node has it: each write is one transaction, on disk when it returns. */
export function openDatabase(file) {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  if (
    database.prepare('SELECT count(*) AS n FROM sqlite_schema').get().n === 0
  ) {
    database.exec(SCHEMA);
  }
  const statements = new Map();
  const statement = sql => {
    if (!statements.has(sql)) {
      statements.set(sql, database.prepare(sql));
    }
    return statements.get(sql);
  };
  return {
    run: (sql, ...values) => statement(sql).run(...values),
    get: (sql, ...values) => statement(sql).get(...values),
    all: (sql, ...values) => statement(sql).all(...values),
    write(work) {
      database.exec('BEGIN IMMEDIATE');
      const result = work();
      database.exec('COMMIT');
      return result;
    },
    close: () => database.close()
  };
}
