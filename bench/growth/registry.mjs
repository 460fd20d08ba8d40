import { check } from '../check.mjs';
import { latency, rate, withConnection } from '../load.mjs';
import { API } from '../mlflow-api.mjs';

const MODEL = 'bench-model';
const PAGE = 100;
const TAGS = Array.from({ length: 5 }, (_, i) => ({
  key: `tag_${i}`,
  value: `value ${i}`
}));
const NEWEST = `${API}/model-versions/search?filter=name%3D'${MODEL}'&max_results=${PAGE}&order_by=version_number%20DESC`;

const createVersion = connection =>
  connection.send(
    'POST',
    `${API}/model-versions/create`,
    JSON.stringify({ name: MODEL, source: 's3://bench/model', tags: TAGS })
  );

const getting = (id, chart, path) => ({
  id,
  chart,
  take: (server, _state, { seconds }) =>
    latency(server.port, { seconds, most: 100 }, connection =>
      connection.send('GET', path)
    )
});

/** A registered model as its versions grow, of which each has five tags. */
export const registry = sizes => ({
  size: 'versions of a model',
  sizes,

  async prepare(server) {
    await withConnection(server.port, connection =>
      connection.json('POST', `${API}/registered-models/create`, {
        name: MODEL
      })
    );
    return { versions: 0 };
  },

  async grow(server, state, size) {
    const load = { clients: 1, seconds: Infinity, most: size - state.versions };
    await rate(server.port, load, createVersion);
    state.versions = size;
    await server.database.settle();
  },

  measures: [
    getting('versions', 'newest 100 versions of a model', NEWEST),
    getting(
      'model',
      'a model with its latest versions',
      `${API}/registered-models/get?name=${MODEL}`
    )
  ],

  async verify(server, _state, size) {
    const { model_versions: found } = await withConnection(
      server.port,
      connection => connection.json('GET', NEWEST)
    );
    check(
      server,
      'newest versions',
      found.map(({ version, tags }) => [Number(version), tags.length]),
      Array.from({ length: Math.min(PAGE, size) }, (_, i) => [
        size - i,
        TAGS.length
      ])
    );
  }
});
