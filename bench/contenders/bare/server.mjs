/**
 * What is left when a tracking server does nothing but the work of the benchmark: Fastify, one
 * thread, one database. It trusts each request, knows only the searches of the workloads, and
 * would lose or spoil much in real use. What Trackbook is slower than this is what its checks, its
 * threads and its generality cost.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import Fastify from 'fastify';
import { API, ARTIFACTS } from '../../mlflow-api.mjs';
import { Postgres } from './postgres.mjs';
import { Sqlite } from './sqlite.mjs';

const MEBIBYTE = 2 ** 20;
const [, , uri, folder, port] = process.argv;
const database = await (uri.startsWith('sqlite:///')
  ? Sqlite.open(uri.replace('sqlite:///', ''))
  : Postgres.open(uri));
const app = Fastify({ bodyLimit: 64 * MEBIBYTE });

app.get('/health', () => 'OK');

app.post(`${API}/experiments/create`, async ({ body }) => ({
  experiment_id: String(await database.createExperiment(body.name))
}));

app.get(`${API}/experiments/get-by-name`, async ({ query }) => ({
  experiment: {
    experiment_id: String(await database.experimentNamed(query.experiment_name))
  }
}));

app.post(`${API}/runs/create`, async ({ body }) => {
  const runId = randomUUID().replaceAll('-', '');
  await database.createRun({
    runId,
    experiment: Number(body.experiment_id),
    name: body.run_name ?? null,
    startTime: body.start_time
  });
  return { run: { info: { run_id: runId } } };
});

app.post(`${API}/runs/update`, async ({ body }) => {
  const { run_id: runId, status, end_time: endTime } = body;
  await database.updateRun({ runId, status, endTime });
  return {};
});

app.post(`${API}/runs/log-metric`, async ({ body }) => {
  await database.log(body.run_id, { metrics: [body], params: [], tags: [] });
  return {};
});

app.post(`${API}/runs/log-batch`, async ({ body }) => {
  const { run_id, metrics = [], params = [], tags = [] } = body;
  await database.log(run_id, { metrics, params, tags });
  return {};
});

app.get(`${API}/runs/get`, async ({ query }, reply) =>
  json(reply, `{"run":${await database.run(query.run_id)}}`)
);

app.get(`${API}/metrics/get-history`, async ({ query }, reply) =>
  json(reply, await database.history(query.run_id, query.metric_key))
);

/** The filtered search of the workloads where there is a filter, else the newest runs. */
app.post(`${API}/runs/search`, async ({ body }, reply) => {
  const [experiment] = body.experiment_ids.map(Number);
  const runs = body.filter
    ? await database.bestRuns(experiment, body.max_results)
    : await database.newestRuns(experiment, body.max_results);
  return json(reply, `{"runs":[${runs}]}`);
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

process.once('SIGTERM', async () => {
  await app.close();
  await database.close();
  process.exit();
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
