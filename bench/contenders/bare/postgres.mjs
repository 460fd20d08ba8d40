import pg from 'pg';
import { historyJson, runJson } from './json.mjs';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS experiments (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE
  );
  CREATE TABLE IF NOT EXISTS runs (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run_id text NOT NULL UNIQUE,
    experiment integer NOT NULL, name text, status text NOT NULL, start_time bigint, end_time bigint
  );
  CREATE INDEX IF NOT EXISTS runs_by_start ON runs (experiment, start_time DESC, run_id);
  CREATE TABLE IF NOT EXISTS metric_keys (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE
  );
  CREATE TABLE IF NOT EXISTS metrics (
    run integer, key integer, step bigint, timestamp bigint, value double precision
  );
  CREATE INDEX IF NOT EXISTS metrics_by_step ON metrics (run, key, step);
  CREATE TABLE IF NOT EXISTS latest_metrics (
    run integer, key integer, step bigint, timestamp bigint, value double precision,
    PRIMARY KEY (run, key)
  );
  CREATE INDEX IF NOT EXISTS latest_metrics_by_value ON latest_metrics (key, value, run);
  CREATE TABLE IF NOT EXISTS params (run integer, key text, value text, PRIMARY KEY (run, key));
  CREATE TABLE IF NOT EXISTS tags (run integer, key text, value text, PRIMARY KEY (run, key));
`;

// Its functions that make objects and lists take half as long again.
const words = {
  value: sql => `coalesce(to_json(${sql})::text, 'null')`,
  object: fields =>
    `'{' || ${Object.entries(fields)
      .map(([name, sql]) => `'"${name}":' || ${sql}`)
      .join(` || ',' || `)} || '}'`,
  list: object => `'[' || coalesce(string_agg(${object}, ','), '') || ']'`
};

const RUN = runJson(words);
const HISTORY = historyJson(words, '$1::text');

const pointsFrom = n =>
  `unnest($${n}::integer[], $${n + 1}::bigint[], $${n + 2}::bigint[], $${n + 3}::double precision[]) AS point`;

const pairsFrom = n => `unnest($${n}::text[], $${n + 1}::text[]) AS pair`;

const LOG = `
  WITH run AS (SELECT id FROM runs WHERE run_id = $1),
    points AS (INSERT INTO metrics SELECT id, point.* FROM run, ${pointsFrom(2)}),
    latest AS (
      INSERT INTO latest_metrics SELECT id, point.* FROM run, ${pointsFrom(6)}
      ON CONFLICT (run, key) DO UPDATE
      SET step = excluded.step, timestamp = excluded.timestamp, value = excluded.value
    ),
    params AS (INSERT INTO params SELECT id, pair.* FROM run, ${pairsFrom(10)})
  INSERT INTO tags SELECT id, pair.* FROM run, ${pairsFrom(12)}`;

/** PostgreSQL by the library that the server uses: each write is one statement, and so one transaction. */
export class Postgres {
  #pool;
  #names = new Map();
  #keys = new Map();

  static async open(connectionString) {
    const pool = new pg.Pool({ connectionString });
    await pool.query(SCHEMA);
    return new Postgres(pool);
  }

  constructor(pool) {
    this.#pool = pool;
  }

  async createExperiment(name) {
    const sql = 'INSERT INTO experiments (name) VALUES ($1) RETURNING id';
    return (await this.#get(sql, name)).id;
  }

  async experimentNamed(name) {
    const sql = 'SELECT id FROM experiments WHERE name = $1';
    return (await this.#get(sql, name)).id;
  }

  async createRun({ runId, experiment, name, startTime }) {
    await this.#all(
      `INSERT INTO runs (run_id, experiment, name, status, start_time) VALUES ($1, $2, $3, 'RUNNING', $4)`,
      ...[runId, experiment, name, startTime]
    );
  }

  async updateRun({ runId, status, endTime }) {
    await this.#all(
      'UPDATE runs SET status = $1, end_time = $2 WHERE run_id = $3',
      ...[status, endTime, runId]
    );
  }

  async log(runId, { metrics, params, tags }) {
    const points = await this.#pointsOf(metrics);
    const latest = new Map(points.map(point => [point[0], point]));
    await this.#all(
      LOG,
      runId,
      ...columns(4, points),
      ...columns(4, [...latest.values()]),
      ...columns(2, params.map(pair)),
      ...columns(2, tags.map(pair))
    );
  }

  async run(runId) {
    return (await this.#get(`${RUN} WHERE run_id = $1`, runId)).json;
  }

  newestRuns(experiment, count) {
    const which = 'experiment = $1 ORDER BY start_time DESC, run_id LIMIT $2';
    return this.#runs(which, experiment, count);
  }

  async bestRuns(experiment, count) {
    return this.#runs(
      `id IN (
         SELECT latest.run FROM latest_metrics AS latest
         JOIN params ON params.run = latest.run AND params.key = 'max_depth'
         JOIN runs AS found ON found.id = latest.run
         WHERE latest.key = $1 AND latest.value < 8 AND params.value = '7' AND found.experiment = $2
         ORDER BY latest.value, found.start_time DESC, found.run_id LIMIT $3)
       ORDER BY (SELECT value FROM latest_metrics WHERE run = runs.id AND key = $1), start_time DESC`,
      ...[await this.#keyOf('rmse'), experiment, count]
    );
  }

  async history(runId, key) {
    const sql = `${HISTORY} WHERE run = (SELECT id FROM runs WHERE run_id = $2) AND key = $3`;
    return (await this.#get(sql, key, runId, await this.#keyOf(key))).json;
  }

  async close() {
    await this.#pool.end();
  }

  async #runs(which, ...values) {
    const rows = await this.#all(`${RUN} WHERE ${which}`, ...values);
    return rows.map(({ json }) => json);
  }

  async #pointsOf(metrics) {
    const points = [];
    for (const { key, step, timestamp, value } of metrics) {
      const id = this.#keys.get(key) ?? (await this.#keyOf(key));
      points.push([id, step, timestamp, value]);
    }
    return points;
  }

  async #keyOf(name) {
    if (!this.#keys.has(name)) {
      await this.#all(
        'INSERT INTO metric_keys (name) VALUES ($1) ON CONFLICT DO NOTHING',
        name
      );
      const sql = 'SELECT id FROM metric_keys WHERE name = $1';
      this.#keys.set(name, (await this.#get(sql, name)).id);
    }
    return this.#keys.get(name);
  }

  async #get(sql, ...values) {
    return (await this.#all(sql, ...values))[0];
  }

  async #all(text, ...values) {
    if (!this.#names.has(text)) {
      this.#names.set(text, `statement_${this.#names.size}`);
    }
    const name = this.#names.get(text);
    return (await this.#pool.query({ name, text, values })).rows;
  }
}

const pair = ({ key, value }) => [key, value];

/** Rows as an array of values for each of their columns, which PostgreSQL takes by one statement. */
const columns = (count, rows) =>
  Array.from({ length: count }, (_, i) => rows.map(row => row[i]));
