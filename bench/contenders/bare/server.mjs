/**
 * What is left when a tracking server does nothing but the work of the benchmark: Fastify, one
 * thread, one SQLite file. It trusts each request, knows only the searches of the workloads, and
 * would lose or spoil much in real use. What Trackbook is slower than this is what its checks, its
 * second thread and its generality cost.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import Fastify from 'fastify';
import { API, ARTIFACTS } from '../../mlflow-api.mjs';
import { openDatabase } from './database.mjs';

const MEBIBYTE = 2 ** 20;
const [, , file, folder, port] = process.argv;
const database = openDatabase(file);
const app = Fastify({ bodyLimit: 64 * MEBIBYTE });

app.get('/health', () => 'OK');

app.post(`${API}/experiments/create`, ({ body }) => {
  const sql = 'INSERT INTO experiments (name) VALUES (?)';
  const { lastInsertRowid: id } = database.run(sql, body.name);
  return { experiment_id: String(id) };
});

app.get(`${API}/experiments/get-by-name`, ({ query }) => {
  const sql = 'SELECT id FROM experiments WHERE name = ?';
  const { id } = database.get(sql, query.experiment_name);
  return { experiment: { experiment_id: String(id) } };
});

app.post(`${API}/runs/create`, ({ body }) => {
  const runId = randomUUID().replaceAll('-', '');
  database.run(
    `INSERT INTO runs (run_id, experiment, name, status, start_time) VALUES (?, ?, ?, 'RUNNING', ?)`,
    runId,
    Number(body.experiment_id),
    body.run_name ?? null,
    body.start_time
  );
  return { run: { info: { run_id: runId } } };
});

app.post(`${API}/runs/update`, ({ body }) => {
  database.run(
    'UPDATE runs SET status = ?, end_time = ? WHERE run_id = ?',
    body.status,
    body.end_time,
    body.run_id
  );
  return {};
});

app.post(`${API}/runs/log-metric`, ({ body }) => {
  database.write(() => addPoints(rowOf(body.run_id), [body]));
  return {};
});

app.post(`${API}/runs/log-batch`, ({ body }) => {
  const { run_id, metrics = [], params = [], tags = [] } = body;
  database.write(() => {
    const run = rowOf(run_id);
    addPoints(run, metrics);
    for (const { key, value } of params) {
      database.run('INSERT INTO params VALUES (?, ?, ?)', run, key, value);
    }
    for (const { key, value } of tags) {
      database.run('INSERT INTO tags VALUES (?, ?, ?)', run, key, value);
    }
  });
  return {};
});

app.get(`${API}/runs/get`, ({ query }, reply) =>
  json(reply, `{"run":${runs('run_id = ?', query.run_id)[0]}}`)
);

app.get(`${API}/metrics/get-history`, ({ query }, reply) =>
  json(
    reply,
    database.get(
      `SELECT json_object('metrics', json_group_array(json_object(
         'key', ?, 'value', value, 'timestamp', timestamp, 'step', step))) AS json
       FROM metrics WHERE run = ? AND key = ?`,
      query.metric_key,
      rowOf(query.run_id),
      keyOf(query.metric_key)
    ).json
  )
);

/** The filtered search of the workloads where there is a filter, else the newest runs. */
app.post(`${API}/runs/search`, ({ body }, reply) => {
  const [experiment] = body.experiment_ids.map(Number);
  const found = body.filter
    ? runs(
        `id IN (
           SELECT latest.run FROM latest_metrics AS latest
           CROSS JOIN params ON params.run = latest.run AND params.key = 'max_depth'
           CROSS JOIN runs AS found ON found.id = latest.run
           WHERE latest.key = ? AND latest.value < 8 AND params.value = '7' AND found.experiment = ?
           ORDER BY latest.value, found.start_time DESC, found.run_id LIMIT ?)
         ORDER BY (SELECT value FROM latest_metrics WHERE run = runs.id AND key = ?), start_time DESC`,
        keyOf('rmse'),
        experiment,
        body.max_results,
        keyOf('rmse')
      )
    : runs(
        'experiment = ? ORDER BY start_time DESC, run_id LIMIT ?',
        experiment,
        body.max_results
      );
  return json(reply, `{"runs":[${found}]}`);
});

app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

app.get(`${ARTIFACTS}/*`, ({ params }, reply) =>
  reply.send(
    createReadStream(artifact(params['*']), { highWaterMark: MEBIBYTE })
  )
);

await app.register(async uploads => {
  uploads.removeAllContentTypeParsers();
  uploads.addContentTypeParser('*', (_request, payload, done) =>
    done(null, payload)
  );
  uploads.put(`${ARTIFACTS}/*`, async ({ params, body }) => {
    mkdirSync(path.dirname(artifact(params['*'])), { recursive: true });
    await pipeline(body, createWriteStream(artifact(params['*'])));
    return {};
  });
});

const artifact = name => path.join(folder, 'artifacts', name);

const json = (reply, text) => reply.type('application/json').send(text);

const rowOf = runId =>
  database.get('SELECT id FROM runs WHERE run_id = ?', runId).id;

const keys = new Map();

function keyOf(name) {
  if (!keys.has(name)) {
    database.run('INSERT OR IGNORE INTO metric_keys (name) VALUES (?)', name);
    const sql = 'SELECT id FROM metric_keys WHERE name = ?';
    keys.set(name, database.get(sql, name).id);
  }
  return keys.get(name);
}

function addPoints(run, points) {
  const latest = new Map();
  for (const { key, value, timestamp, step } of points) {
    const id = keyOf(key);
    database.run(
      'INSERT OR IGNORE INTO metrics VALUES (?, ?, ?, ?, ?)',
      ...[run, id, step, timestamp, value]
    );
    latest.set(id, { value, timestamp, step });
  }
  for (const [id, { value, timestamp, step }] of latest) {
    database.run(
      'INSERT OR REPLACE INTO latest_metrics VALUES (?, ?, ?, ?, ?)',
      ...[run, id, step, timestamp, value]
    );
  }
}

const values = table =>
  `(SELECT json_group_array(json_object('key', key, 'value', value)) FROM ${table} WHERE run = runs.id)`;

/** Runs as JSON, all of them written by the database. */
function runs(where, ...parameters) {
  const sql = `SELECT json_object(
      'info', json_object('run_id', run_id, 'run_name', name, 'experiment_id', experiment,
        'status', status, 'start_time', start_time, 'end_time', end_time),
      'data', json_object(
        'metrics', (SELECT json_group_array(json_object('key', metric_keys.name, 'value', value,
            'timestamp', timestamp, 'step', step))
          FROM latest_metrics JOIN metric_keys ON metric_keys.id = key WHERE run = runs.id),
        'params', ${values('params')}, 'tags', ${values('tags')})) AS json
    FROM runs WHERE ${where}`;
  return database.all(sql, ...parameters).map(row => row.json);
}

process.once('SIGTERM', async () => {
  await app.close();
  database.close();
  process.exit();
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
