import { TestServer } from '../testing/test-server.js';

const MEGABYTE = 1024 * 1024;
/** What no reply may tell: stacks, files of the server, SQL, names of the parts it is made of. */
const SECRETS =
  /\bat .*\.(ts|js|mjs):\d|node:|node_modules|\/src\/|sqlite|select .* from|insert into|FST_/i;

let server: TestServer;
let runId: string;

beforeAll(async () => {
  server = await TestServer.start();
});

afterAll(() => server.close());

beforeEach(async () => {
  const created = await server.post('runs/create', { experiment_id: '0' });
  runId = created.body.run.info.run_id;
});

/** Sends a body as it is. */
const send = async (
  url: string,
  payload: string | Buffer,
  method: 'POST' | 'PUT' = 'POST'
) => {
  const reply = await server.app.inject({
    method,
    url: url.startsWith('/') ? url : `/api/2.0/mlflow/${url}`,
    payload,
    headers: { host: 'localhost', 'content-type': 'application/json' }
  });
  return { status: reply.statusCode, text: reply.body };
};

/** A refusal in MLflow's form that tells nothing of the server. */
const expectRefusal = (
  { status, text }: { status: number; text: string },
  expected = 400
) => {
  expect(text).not.toMatch(SECRETS);
  expect(status).toBe(expected);
  expect(JSON.parse(text)).toEqual(
    expect.objectContaining({
      error_code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(/\S/)
    })
  );
  expect(text.length).toBeLessThan(20_000);
};

describe('bodies', () => {
  it('may hold params of ten megabytes, which are cut as MLflow does', async () => {
    const value = 'x'.repeat(10 * MEGABYTE);
    const reply = await server.post('runs/log-parameter', {
      run_id: runId,
      key: 'notes',
      value
    });
    expect(reply.status).toBe(200);
    const { body } = await server.get('runs/get', { run_id: runId });
    expect(body.run.data.params[0].value).toHaveLength(6000);
  });

  it('are refused above the limit', async () => {
    const reply = await send(
      'runs/set-tag',
      `{"a":"${'x'.repeat(33 * MEGABYTE)}"}`
    );
    expectRefusal(reply, 413);
  });

  it.each([
    ['arrays', '['.repeat(2 * MEGABYTE)],
    ['closed arrays', '['.repeat(MEGABYTE) + ']'.repeat(MEGABYTE)],
    ['objects', '{"a":'.repeat(MEGABYTE)],
    ['arrays after text with brackets', `["]\\"]",${'['.repeat(MEGABYTE)}`],
    ['a long integer inside', `{"a":${'['.repeat(50_000)}12345678901234567890`]
  ])('are refused when nested deeply: %s', async (_, body) => {
    expectRefusal(await send('runs/set-tag', body));
  });

  it.each(['key', 'value', 'run_id', 'unknown'])(
    'may be nested where nobody looks, not in a field: %s',
    async field => {
      const fields = { run_id: runId, key: 'k', value: 'v' };
      const deep = '['.repeat(50_000) + ']'.repeat(50_000);
      const body = `${JSON.stringify({ ...fields, [field]: 0 }).replace(
        new RegExp(`"${field}":0`),
        `"${field}":${deep}`
      )}`;
      const reply = await send('runs/set-tag', body);
      if (field === 'unknown') {
        expect(reply.status).toBe(200);
      } else {
        expectRefusal(reply);
      }
    }
  );

  it('do not come back whole in the refusal', async () => {
    const huge = 'x'.repeat(5 * MEGABYTE);
    expectRefusal(
      await send('runs/set-tag', JSON.stringify({ run_id: [huge] }))
    );
    const reply = await send(
      'runs/set-tag',
      JSON.stringify({ run_id: huge, key: 'k' })
    );
    expect(reply.status).toBe(404);
    expect(reply.text.length).toBeLessThan(20_000);
  });

  it('with numbers of millions of digits cost nothing', async () => {
    const digits = '1'.repeat(8 * MEGABYTE);
    for (const step of [digits, `"${digits}"`]) {
      expectRefusal(
        await send(
          'runs/log-metric',
          `{"run_id":"${runId}","key":"k","value":1,"timestamp":1,"step":${step}}`
        )
      );
    }
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['half a surrogate pair', Buffer.from('"\\ud800"')],
    ['the wrong half', Buffer.from('"\\udc00\\ud800"')]
  ])('with %s are refused, not changed', async (_, value) => {
    const body = Buffer.concat([
      Buffer.from(`{"run_id":"${runId}","key":"k","value":`),
      value,
      Buffer.from('}')
    ]);
    expectRefusal(await send('runs/set-tag', body));
  });

  it('keep characters beyond the first plane, escaped or not', async () => {
    for (const value of ['"\\ud83d\\ude80"', '"🚀"', '"\\\\ud800"']) {
      await send(
        'runs/set-tag',
        `{"run_id":"${runId}","key":"k","value":${value}}`
      );
      const { body } = await server.get('runs/get', { run_id: runId });
      const tag = body.run.data.tags.find(
        ({ key }: { key: string }) => key === 'k'
      );
      expect(tag.value).toBe(JSON.parse(value));
    }
  });

  it('keep a NUL character in a value', async () => {
    await server.post('runs/log-parameter', {
      run_id: runId,
      key: 'separator',
      value: 'a\0b'
    });
    const { body } = await server.get('runs/get', { run_id: runId });
    expect(body.run.data.params[0].value).toBe('a\0b');
  });
});

describe('names that objects already have', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf'
  ];

  it('are names like others for metrics, params and tags', async () => {
    const reply = await server.post('runs/log-batch', {
      run_id: runId,
      metrics: names.map(key => ({ key, value: 1, timestamp: 1, step: 0 })),
      params: names.map(key => ({ key, value: key })),
      tags: names.map(key => ({ key, value: key }))
    });
    expect(reply.status).toBe(200);
    const { data } = (await server.get('runs/get', { run_id: runId })).body.run;
    const keys = (list: { key: string }[]) => list.map(({ key }) => key);
    expect(keys(data.metrics).sort()).toEqual([...names].sort());
    expect(keys(data.params).sort()).toEqual([...names].sort());
    expect(keys(data.tags)).toEqual(expect.arrayContaining(names));
    for (const key of names) {
      const history = await server.get('metrics/get-history', {
        run_id: runId,
        metric_key: key
      });
      expect(history.body.metrics).toHaveLength(1);
      const found = await server.post('runs/search', {
        experiment_ids: ['0'],
        filter: `metrics.${key} = 1 and params.${key} = '${key}' and tags.${key} = '${key}'`,
        order_by: [`metrics.${key} DESC`]
      });
      expect(found.body.runs).toHaveLength(1);
      await server.post('runs/delete-tag', { run_id: runId, key });
    }
    await server.post('runs/delete', { run_id: runId });
  });

  it('are names like others in the registry', async () => {
    for (const name of names) {
      await server.post('registered-models/create', {
        name,
        tags: [{ key: name, value: name }]
      });
      await server.post('model-versions/create', {
        name,
        source: 's3://bucket/model'
      });
      await server.post('registered-models/alias', {
        name,
        alias: name,
        version: '1'
      });
      const { status, body } = await server.get('registered-models/get', {
        name
      });
      expect(status).toBe(200);
      expect(body.registered_model).toMatchObject({
        name,
        tags: [{ key: name, value: name }],
        aliases: [{ alias: name, version: '1' }]
      });
    }
  });

  it('say nothing as fields of a body', async () => {
    const reply = await send(
      'experiments/create',
      '{"__proto__":{"name":"sneaked","tags":null},"constructor":{"prototype":{"name":"x"}}}'
    );
    expectRefusal(reply);
    const withNull = await send(
      'experiments/create',
      '{"__proto__":{"name":"sneaked"},"tags":null}'
    );
    expectRefusal(withNull);
    expect(({} as { name?: string }).name).toBeUndefined();
  });

  it.each(names)('are no attributes to search by: %s', async name => {
    for (const url of [
      'runs/search',
      'experiments/search',
      'registered-models/search',
      'model-versions/search',
      'logged-models/search'
    ]) {
      for (const filter of [`${name} = 'x'`, `${name}.a = 'x'`]) {
        const query = { experiment_ids: ['0'], max_results: 10, filter };
        const reply =
          url.startsWith('registered') || url.startsWith('model-v')
            ? await server.get(url, { filter, max_results: '10' })
            : await server.post(url, query);
        expect([url, reply.status]).toEqual([url, 400]);
      }
      const orderBy =
        url === 'logged-models/search' ? [{ field_name: name }] : [name];
      const query = {
        experiment_ids: ['0'],
        max_results: 10,
        order_by: orderBy
      };
      const reply =
        url.startsWith('registered') || url.startsWith('model-v')
          ? await server.get(url, { order_by: name, max_results: '10' })
          : await server.post(url, query);
      expect([url, reply.status]).toEqual([url, 400]);
    }
  });

  it('are no values of enumerations', async () => {
    for (const status of ['constructor', '__proto__']) {
      const reply = await server.post('runs/update', {
        run_id: runId,
        status
      });
      expect(reply.status).toBe(400);
    }
    const reply = await send(
      'runs/update',
      `{"run_id":"${runId}","status":{"toString":1,"valueOf":1}}`
    );
    expectRefusal(reply);
  });

  it('are files of no special type', async () => {
    for (const name of [...names, 'a.constructor', 'a.__proto__']) {
      const url = `/api/2.0/mlflow-artifacts/artifacts/names/${name}`;
      expect((await send(url, 'x', 'PUT')).status).toBe(200);
      const reply = await server.app.inject({
        url,
        headers: { host: 'localhost' }
      });
      expect(reply.statusCode).toBe(200);
      expect(reply.headers['content-type']).toBe('application/octet-stream');
    }
    await server.app.inject({
      method: 'DELETE',
      url: '/api/2.0/mlflow-artifacts/artifacts/names',
      headers: { host: 'localhost' }
    });
  });
});

describe('SQL', () => {
  it.each([
    "'; DROP TABLE runs; --",
    "' OR '1'='1",
    '"; DELETE FROM experiments; --',
    '1) UNION SELECT * FROM runs --',
    '\\',
    '%',
    '`',
    "x'00'",
    '?1',
    '$1',
    ':name',
    '--',
    '/* */'
  ])('is text where text is meant: %s', async text => {
    const tag = { key: 'note', value: text };
    await server.post('runs/set-tag', { run_id: runId, ...tag });
    const { body } = await server.get('runs/get', { run_id: runId });
    expect(body.run.data.tags).toContainEqual(tag);
    for (const reply of [
      await server.get('experiments/get-by-name', { experiment_name: text }),
      await server.get('runs/get', { run_id: text }),
      await server.post('runs/search', {
        experiment_ids: [text],
        filter: text
      }),
      await server.post('runs/search', {
        experiment_ids: ['0'],
        order_by: [text]
      }),
      await server.get('registered-models/get', { name: text })
    ]) {
      expect([400, 404]).toContain(reply.status);
      expect(reply.body.message.replaceAll(text, '')).not.toMatch(SECRETS);
    }
    // No run has this history, and MLflow does not ask for one.
    const history = await server.get('metrics/get-history', {
      run_id: text,
      metric_key: text
    });
    expect(history).toMatchObject({ status: 200, body: {} });
    expect(history.body.metrics).toBeUndefined();
    expect(
      (await server.get('experiments/get', { experiment_id: '0' })).status
    ).toBe(200);
  });
});

describe('filters', () => {
  const search = (filter: string) =>
    send(
      'runs/search',
      JSON.stringify({ experiment_ids: ['0'], max_results: 1, filter })
    );

  it.each([
    [
      'a thousand conditions more than any statement takes',
      Array(5000).fill("tags.a = 'x'").join(' AND ')
    ],
    ['megabytes of nothing', ' '.repeat(5 * MEGABYTE)],
    ['megabytes of brackets', '('.repeat(MEGABYTE)],
    [
      'brackets around something',
      `${'('.repeat(20_000)}tags.a = 'x'${')'.repeat(20_000)}`
    ],
    ['an open quote and no end', `tags.a = '${'x'.repeat(MEGABYTE)}`],
    [
      'a list of a million',
      `run_id IN (${Array(200_000).fill("'a'").join(',')})`
    ],
    ['a pattern of wildcards', `tags.a LIKE '${'%a'.repeat(100_000)}'`],
    ['a chain of negations', 'NOT '.repeat(100_000)],
    ['a number of many digits', `metrics.a > ${'9'.repeat(MEGABYTE)}`],
    ['backquotes', '`'.repeat(MEGABYTE)]
  ])('of %s are answered or refused', async (_, filter) => {
    const reply = await search(filter);
    expect([200, 400]).toContain(reply.status);
    expect(reply.text).not.toMatch(SECRETS);
    expect(reply.text.length).toBeLessThan(20_000);
  });
});

describe('lists', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, i) => `name${i}`);

  it.each([
    [
      'experiments',
      'runs/search',
      { experiment_ids: names(100_000).map((_, i) => String(i)) }
    ],
    [
      'orderings',
      'runs/search',
      {
        experiment_ids: ['0'],
        order_by: names(3000).map(name => `metrics.${name} DESC`)
      }
    ],
    [
      'orderings by params',
      'runs/search',
      {
        experiment_ids: ['0'],
        order_by: names(100).map(name => `params.${name}`)
      }
    ],
    [
      'conditions on metrics',
      'runs/search',
      {
        experiment_ids: ['0'],
        filter: names(100)
          .map(name => `metrics.${name} > 1`)
          .join(' AND ')
      }
    ],
    [
      'runs to delete',
      '/api/2.0/trackbook/runs/bulk',
      { action: 'delete', run_ids: names(100_000) }
    ],
    [
      'runs to compare',
      '/api/2.0/trackbook/runs/compare',
      { run_ids: names(100_000) }
    ],
    [
      'curves',
      '/api/2.0/trackbook/metrics/sampled',
      { run_ids: names(1000), metric_keys: names(1000) }
    ],
    [
      'tags of a new run',
      'runs/create',
      {
        experiment_id: '0',
        tags: names(50_000).map(key => ({ key, value: 'x' }))
      }
    ],
    [
      'tags of a new experiment',
      'experiments/create',
      { name: 'many', tags: names(50_000).map(key => ({ key, value: 'x' })) }
    ]
  ])('of very many %s are answered or refused', async (_, url, body) => {
    const { status, body: reply } = await server.post(url, body);
    expect([200, 400]).toContain(status);
    if (status === 400) {
      expect(reply.message).not.toMatch(SECRETS);
    }
  });
});

describe('URLs', () => {
  const get = (url: string) =>
    server.app.inject({ url, headers: { host: 'localhost' } });

  it.each([
    '/api/2.0/mlflow/%zz',
    '/%',
    '/api/2.0/mlflow-artifacts/artifacts/%ff',
    '/api/2.0/mlflow-artifacts/artifacts/%ed%a0%80',
    `/api/2.0/mlflow-artifacts/artifacts/${'a'.repeat(5000)}`,
    '/api/2.0/mlflow-artifacts/artifacts/a%00b',
    '/api/2.0/mlflow-artifacts/artifacts/a%0d%0aSet-Cookie:x',
    '/api/2.0/mlflow-artifacts/artifacts/%2e%2e%2f%2e%2e/etc/passwd',
    '/api/2.0/mlflow-artifacts/artifacts/%252e%252e%252fetc',
    '/api/2.0/mlflow-artifacts/artifacts/..%5c..%5cetc'
  ])('with tricks are refused: %#', async url => {
    const { statusCode, body } = await get(url);
    expect([400, 414]).toContain(statusCode);
    expectRefusal({ status: statusCode, text: body }, statusCode);
  });

  it('with thousands of parameters are answered', async () => {
    const many = Array.from({ length: 50_000 }, (_, i) => `p${i}=1`).join('&');
    const reply = await get(
      `/api/2.0/mlflow/experiments/get?experiment_id=0&${many}`
    );
    expect(reply.statusCode).toBe(200);
    const same = await get(
      `/api/2.0/mlflow/experiments/get?${Array(50_000).fill('experiment_id=0').join('&')}`
    );
    expect(same.statusCode).toBe(400);
  });

  it.each([
    'run_id[toString]=1',
    'run_id=1&run_id=2',
    '__proto__=1',
    '__proto__[run_id]=1',
    'run_id=%ff',
    'run_id=%00',
    'run_id=%ed%a0%80',
    '&&&==&=',
    ''
  ])('with odd parameters are refused: %s', async query => {
    const { statusCode, body } = await get(`/api/2.0/mlflow/runs/get?${query}`);
    expect([400, 404]).toContain(statusCode);
    expect(body).not.toMatch(SECRETS);
    expect(JSON.parse(body)).toHaveProperty('error_code');
  });
});

describe('names of files', () => {
  it.each([
    'a"b.txt',
    "a'b;c=d.txt",
    'a;filename=evil.exe',
    'é𝒳.txt',
    'a%0Ab.txt',
    'a\\b.txt'
  ])('do not break out of the header: %s', async name => {
    const url = `/api/2.0/mlflow-artifacts/artifacts/odd/${encodeURIComponent(name)}`;
    const stored = await send(url, '<script>', 'PUT');
    if (stored.status !== 200) {
      return expectRefusal(stored);
    }
    const { headers } = await server.app.inject({
      url,
      headers: { host: 'localhost' }
    });
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename=([\w!#$%&'*+.^`|~-]+|"([^"\\]|\\["\\])*")(; filename\*=UTF-8''[\w.~%-]+)?$/
    );
    await server.app.inject({
      method: 'DELETE',
      url,
      headers: { host: 'localhost' }
    });
    return undefined;
  });
});
