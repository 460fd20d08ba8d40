import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Endpoint } from '../api/endpoint.js';
import { TestServer } from '../testing/test-server.js';
import { requestSchema } from './presenters/openapi.js';

/** `FUZZ_CALLS=500 FUZZ_SEED=2` tries more, or other, calls of each endpoint. */
const CALLS = Number(process.env.FUZZ_CALLS ?? 25);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

/** What no reply may tell: stacks, folders and SQL of the server. */
const SECRETS =
  /\bat .*\.(ts|js|mjs):\d|node_modules|\/src\/|sqlite_|syntax error near|no such (table|column)|FST_|undefined \(reading|is not a function/i;

let folder: string;
let server: TestServer;
/** Ids and names of things that are there, so that calls get past the first check. */
let known: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trackbook-fuzz-'));
  server = await TestServer.start('--artifacts-destination', folder);
  const run = await server.post('runs/create', { experiment_id: '0' });
  const experiment = await server.post('experiments/create', { name: 'known' });
  const runId = run.body.run.info.run_id;
  const model = await server.post('logged-models', {
    experiment_id: '0',
    name: 'known'
  });
  await server.post('registered-models/create', { name: 'known' });
  await server.post('model-versions/create', {
    name: 'known',
    source: 's3://bucket/model'
  });
  await server.post('runs/log-batch', {
    run_id: runId,
    metrics: [0, 1].map(step => ({ key: 'k', value: 1, timestamp: 1, step })),
    params: [{ key: 'k', value: 'v' }],
    tags: [{ key: 'k', value: 'v' }]
  });
  known = [
    runId,
    experiment.body.experiment_id,
    model.body.model.info.model_id,
    ...['0', '1', 'known', 'k', 'v', 'latest', 'Production', 'delete'],
    ...['ACTIVE_ONLY', 'FINISHED', 'metrics.k', 'a/b.txt']
  ];
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const odd = fc.constantFrom<unknown>(
  ...['', ' ', '\0', '\n', "'", '"', '`', '%', '../..', '%2e%2e/', 'ü🚀'],
  ...['__proto__', 'constructor', 'toString', "' OR 1=1 --", 'NaN', 'Infinity'],
  ...['-1', '1e999', '9223372036854775808', 'x'.repeat(300), 'null', '{}'],
  ...[null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, -(2 ** 63)],
  ...[[], [[]], {}, [null], { key: {} }, { toString: 1 }, { length: 1e9 }]
);

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 10 })
);

/** Words of filters and orderings, well put together or not. */
const query = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'metrics.k',
          'params.k',
          'tags.`k`',
          'attributes.',
          'run_id',
          'name'
        ],
        ...[
          'AND',
          'OR',
          'NOT',
          'IN',
          'LIKE',
          'ILIKE',
          'IS NULL',
          'IS NOT NULL'
        ],
        ...['=', '!=', '<', '>=', '(', ')', ',', ';', '.', "'v'", '"v"', '`'],
        ...['1', '-1.5e9', 'nan', 'ASC', 'DESC', 'dataset.name', 'start_time'],
        ...['created', 'last_update_time', 'version_number', 'tags."a b"', '--']
      ),
      anyText
    ),
    { maxLength: 8 }
  )
  .map(words => words.join(' '));

interface Schema {
  type?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** Mostly what the schema wants, often what is there, and now and then something else. */
const valueOf = (schema: Schema, name: string): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 8, arbitrary: fitting(schema, name) }, odd);

const fitting = (schema: Schema, name: string): fc.Arbitrary<unknown> => {
  switch (schema.type) {
    case 'object':
      return fieldsOf(schema);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, name), { maxLength: 4 });
    case 'integer':
      return fc.oneof(fc.integer(), fc.nat(3), fc.maxSafeInteger());
    case 'number':
      return fc.oneof(fc.double(), fc.integer());
    case 'boolean':
      return fc.boolean();
    default:
      return textOf(schema, name);
  }
};

const textOf = (schema: Schema, name: string): fc.Arbitrary<unknown> => {
  if (schema.enum) {
    return fc.constantFrom(...schema.enum);
  }
  return /filter|order_by/.test(name)
    ? query
    : fc.oneof(
        { weight: 4, arbitrary: fc.nat().map(i => known[i % known.length]) },
        anyText
      );
};

const fieldsOf = ({
  properties = {},
  required = []
}: Schema): fc.Arbitrary<object> => {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      valueOf(schema, name)
    ])
  );
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(fields, { requiredKeys: required }) },
    fc.record(fields, { requiredKeys: [] })
  );
};

/** A value as text in a URL, which holds whole characters only. */
const inUrl = (value: unknown): string =>
  (typeof value === 'object' ? JSON.stringify(value) : String(value)).replace(
    /\p{Surrogate}/gu,
    ''
  );

const inPath = (value: unknown) => encodeURIComponent(inUrl(value) || 'empty');

const call = (endpoint: Endpoint, fields: Record<string, unknown>) => {
  const names = ['*', ...endpoint.path.matchAll(/:(\w+)/g)].map(name =>
    typeof name === 'string' ? name : name[1]
  );
  const rest = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !names.includes(name))
  );
  const path = endpoint.path
    .replace('*', () => inPath(fields['*']))
    .replace(/:(\w+)/g, (_, name: string) => inPath(fields[name]));
  const isRead = endpoint.method === 'GET';
  return server.app.inject({
    method: endpoint.method,
    url: pathOf(path),
    query: isRead ? toQuery(rest) : undefined,
    payload: isRead ? undefined : JSON.stringify(rest),
    headers: { host: 'localhost', 'content-type': 'application/json' }
  });
};

/** Some endpoints stand outside of the API's prefix. */
const pathOf = (path: string) =>
  server.app.hasRoute({ method: 'GET', url: path }) ? path : `/api${path}`;

const toQuery = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(inUrl) : inUrl(value)
    ])
  );

const expectAnswer = (reply: Awaited<ReturnType<typeof call>>) => {
  const { statusCode, body } = reply;
  // 501 is said of what a local folder cannot do.
  expect([statusCode < 500 || statusCode === 501, body]).toEqual([true, body]);
  if (statusCode >= 400 && statusCode !== 405) {
    expect(body).not.toMatch(SECRETS);
    // A path that is empty, or goes on, may be nobody's.
    if (!body.startsWith('<!doctype')) {
      expect(JSON.parse(body)).toMatchObject({
        error_code: expect.stringMatching(/^[A-Z_]+$/),
        message: expect.any(String)
      });
    }
  }
};

it('answers whatever is sent to any endpoint', async () => {
  const endpoints = [...server.app.endpoints.values()];
  expect(endpoints.length).toBeGreaterThan(70);
  const statuses = new Map<number, number>();
  for (const endpoint of endpoints) {
    await fc.assert(
      fc.asyncProperty(
        fieldsOf(requestSchema(endpoint) as Schema),
        async fields => {
          const reply = await call(endpoint, fields as Record<string, unknown>);
          statuses.set(
            reply.statusCode,
            (statuses.get(reply.statusCode) ?? 0) + 1
          );
          try {
            expectAnswer(reply);
          } catch (error) {
            throw new Error(
              `${endpoint.method} ${endpoint.path} ${JSON.stringify(fields)}`,
              { cause: error }
            );
          }
        }
      ),
      { numRuns: CALLS, seed: SEED }
    );
  }
  // Calls that are all refused at the door would prove little.
  expect(statuses.get(200)).toBeGreaterThan((endpoints.length * CALLS) / 20);
  if (process.env.FUZZ_CALLS) {
    process.stdout.write(
      `${endpoints.length} endpoints, by status: ${JSON.stringify([...statuses])}\n`
    );
  }
  expect((await server.get('/ready')).status).toBe(200);
}, 3_600_000);

it('answers whatever stands in a filter or an ordering', async () => {
  const searches: ((
    text: string
  ) => Promise<{ status: number; body: { message?: string } }>)[] = [
    filter => server.post('runs/search', { experiment_ids: ['0'], filter }),
    filter =>
      server.post('/api/2.0/trackbook/runs/search', {
        experiment_ids: ['0'],
        filter
      }),
    order =>
      server.post('runs/search', { experiment_ids: ['0'], order_by: [order] }),
    filter => server.post('experiments/search', { max_results: 5, filter }),
    filter =>
      server.post('logged-models/search', { experiment_ids: ['0'], filter }),
    filter => server.get('registered-models/search', { filter }),
    filter => server.get('model-versions/search', { filter })
  ];
  await fc.assert(
    fc.asyncProperty(
      query,
      fc.nat(searches.length - 1),
      async (text, which) => {
        const { status, body } = await searches[which](text);
        expect([200, 400]).toContain(status);
        expect(body.message ?? '').not.toMatch(SECRETS);
      }
    ),
    { numRuns: CALLS * 20, seed: SEED }
  );
}, 3_600_000);

it('describes itself as it is', async () => {
  const { status, body } = await server.get('/openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toBe('3.1.0');
  expect(body.paths['/api/2.0/mlflow/runs/log-metric'].post).toMatchObject({
    requestBody: {
      content: {
        'application/json': {
          schema: {
            properties: {
              run_id: { type: 'string' },
              key: { type: 'string' },
              value: { type: 'number' },
              step: { type: 'integer' }
            },
            required: expect.arrayContaining(['run_id', 'key', 'value'])
          }
        }
      }
    }
  });
  expect(
    body.paths['/api/2.0/mlflow-artifacts/artifacts/{path}'].get.parameters
  ).toEqual([
    { name: 'path', in: 'path', required: true, schema: { type: 'string' } }
  ]);
});
