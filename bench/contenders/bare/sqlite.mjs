import { DatabaseSync } from 'node:sqlite';
import { historyJson, runJson } from './json.mjs';

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

const words = {
  value: sql => sql,
  object: fields =>
    `json_object(${Object.entries(fields).map(([name, sql]) => `'${name}', ${sql}`)})`,
  list: object => `json_group_array(${object})`
};

const RUN = runJson(words);
const HISTORY = historyJson(words, '?');

/** SQLite as Node has it: each write is one transaction, on disk when it returns. */
export class Sqlite {
  #database;
  #statements = new Map();
  #keys = new Map();

  static async open(file) {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const tables = database.prepare('SELECT count(*) AS n FROM sqlite_schema');
    if (tables.get().n === 0) {
      database.exec(SCHEMA);
    }
    return new Sqlite(database);
  }

  constructor(database) {
    this.#database = database;
  }

  createExperiment(name) {
    const sql = 'INSERT INTO experiments (name) VALUES (?)';
    return this.#run(sql, name).lastInsertRowid;
  }

  experimentNamed(name) {
    return this.#get('SELECT id FROM experiments WHERE name = ?', name).id;
  }

  createRun({ runId, experiment, name, startTime }) {
    this.#run(
      `INSERT INTO runs (run_id, experiment, name, status, start_time) VALUES (?, ?, ?, 'RUNNING', ?)`,
      ...[runId, experiment, name, startTime]
    );
  }

  updateRun({ runId, status, endTime }) {
    this.#run(
      'UPDATE runs SET status = ?, end_time = ? WHERE run_id = ?',
      ...[status, endTime, runId]
    );
  }

  log(runId, { metrics, params, tags }) {
    this.#database.exec('BEGIN IMMEDIATE');
    const run = this.#rowOf(runId);
    this.#addPoints(run, metrics);
    for (const { key, value } of params) {
      this.#run('INSERT INTO params VALUES (?, ?, ?)', run, key, value);
    }
    for (const { key, value } of tags) {
      this.#run('INSERT INTO tags VALUES (?, ?, ?)', run, key, value);
    }
    this.#database.exec('COMMIT');
  }

  run(runId) {
    return this.#get(`${RUN} WHERE run_id = ?`, runId).json;
  }

  newestRuns(experiment, count) {
    const which = 'experiment = ? ORDER BY start_time DESC, run_id LIMIT ?';
    return this.#runs(which, experiment, count);
  }

  bestRuns(experiment, count) {
    const key = this.#keyOf('rmse');
    return this.#runs(
      `id IN (
         SELECT latest.run FROM latest_metrics AS latest
         CROSS JOIN params ON params.run = latest.run AND params.key = 'max_depth'
         CROSS JOIN runs AS found ON found.id = latest.run
         WHERE latest.key = ? AND latest.value < 8 AND params.value = '7' AND found.experiment = ?
         ORDER BY latest.value, found.start_time DESC, found.run_id LIMIT ?)
       ORDER BY (SELECT value FROM latest_metrics WHERE run = runs.id AND key = ?), start_time DESC`,
      ...[key, experiment, count, key]
    );
  }

  history(runId, key) {
    const sql = `${HISTORY} WHERE run = ? AND key = ?`;
    return this.#get(sql, key, this.#rowOf(runId), this.#keyOf(key)).json;
  }

  async close() {
    this.#database.close();
  }

  #runs(which, ...values) {
    const sql = `${RUN} WHERE ${which}`;
    return this.#statement(sql)
      .all(...values)
      .map(({ json }) => json);
  }

  #addPoints(run, points) {
    const latest = new Map();
    for (const { key, value, timestamp, step } of points) {
      const id = this.#keyOf(key);
      this.#run(
        'INSERT OR IGNORE INTO metrics VALUES (?, ?, ?, ?, ?)',
        ...[run, id, step, timestamp, value]
      );
      latest.set(id, { value, timestamp, step });
    }
    for (const [id, { value, timestamp, step }] of latest) {
      this.#run(
        'INSERT OR REPLACE INTO latest_metrics VALUES (?, ?, ?, ?, ?)',
        ...[run, id, step, timestamp, value]
      );
    }
  }

  #rowOf(runId) {
    return this.#get('SELECT id FROM runs WHERE run_id = ?', runId).id;
  }

  #keyOf(name) {
    if (!this.#keys.has(name)) {
      this.#run('INSERT OR IGNORE INTO metric_keys (name) VALUES (?)', name);
      const sql = 'SELECT id FROM metric_keys WHERE name = ?';
      this.#keys.set(name, this.#get(sql, name).id);
    }
    return this.#keys.get(name);
  }

  #run(sql, ...values) {
    return this.#statement(sql).run(...values);
  }

  #get(sql, ...values) {
    return this.#statement(sql).get(...values);
  }

  #statement(sql) {
    if (!this.#statements.has(sql)) {
      this.#statements.set(sql, this.#database.prepare(sql));
    }
    return this.#statements.get(sql);
  }
}
