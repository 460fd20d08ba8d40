import { TestServer } from '../testing/test-server.js';

describe('the server', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start();
  });

  afterEach(() => server.close());

  const inject = async (options: {
    method?: 'GET' | 'POST' | 'OPTIONS' | 'DELETE';
    url: string;
    headers?: Record<string, string>;
    payload?: string;
  }) => {
    const reply = await server.app.inject({
      method: 'GET',
      ...options,
      headers: { host: 'localhost:5000', ...options.headers }
    });
    return reply;
  };

  const createExperiment = (payload: string, type = 'application/json') =>
    inject({
      method: 'POST',
      url: '/api/2.0/mlflow/experiments/create',
      headers: type ? { 'content-type': type } : {},
      payload
    });

  it('says that it is well and which API it speaks', async () => {
    expect((await inject({ url: '/health' })).body).toBe('OK');
    expect((await inject({ url: '/version' })).body).toBe('3.17.2');
    const info = await inject({ url: '/api/3.0/mlflow/server-info' });
    expect(info.json()).toMatchObject({ store_type: 'SqlStore' });
  });

  it('answers under both prefixes', async () => {
    const url = '/2.0/mlflow/experiments/get?experiment_id=0';
    const [api, ajax] = await Promise.all([
      inject({ url: `/api${url}` }),
      inject({ url: `/ajax-api${url}` })
    ]);
    expect(api.json()).toEqual(ajax.json());
  });

  it.each([
    ['GET', '/api/2.0/mlflow/nope', 404],
    ['POST', '/api/2.0/mlflow/nope', 404],
    ['GET', '/api/2.0/mlflow/experiments/get/?experiment_id=0', 404],
    ['GET', '/api/2.0/mlflow/runs/create', 405],
    ['DELETE', '/api/2.0/mlflow/runs/create', 405]
  ] as const)(
    'answers %s %s with a page, not JSON',
    async (method, url, status) => {
      const reply = await inject({ method, url });
      expect(reply.statusCode).toBe(status);
      expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    }
  );

  it.each(['{bad', ''])('does so whatever the body, as %j', async payload => {
    const reply = await inject({
      method: 'POST',
      url: '/api/2.0/mlflow/nope',
      headers: { 'content-type': 'application/json' },
      payload
    });
    expect(reply.statusCode).toBe(404);
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it.each([
    ['{"name":"a"}', 'application/json; charset=utf-8', 200],
    ['"{\\"name\\":\\"a\\"}"', 'application/json', 200],
    ['{"name":"a","bogus":{"x":1},"tags":null}', 'application/json', 200],
    ['{bad', 'application/json', 400],
    ['[1]', 'application/json', 400],
    ['\ufeff{"name":"a"}', 'application/json', 200],
    ['{"name":"a"}', 'application/json, text/plain', 400],
    ['{"name":"a"}', 'json', 400],
    ['', 'application/json', 400],
    ['name=a', 'text/plain', 400],
    ['{"name":"a"}', '', 400]
  ])('answers the body %s of type %j with %i', async (body, type, status) => {
    expect((await createExperiment(body, type)).statusCode).toBe(status);
  });

  describe('asked with a body and no query, as curl -X GET -d does', () => {
    const url = '/api/2.0/mlflow/experiments/get';
    const ask = (payload: string, query = '', type = 'application/json') =>
      inject({ url: url + query, headers: { 'content-type': type }, payload });

    it.each(['application/json', 'application/x-www-form-urlencoded', 'odd'])(
      'reads the body, of type %s',
      async type => {
        const reply = await ask('{"experiment_id":"0"}', '', type);
        expect(reply.json().experiment).toMatchObject({ name: 'Default' });
      }
    );

    it('refuses what it cannot read, and what is too large', async () => {
      expect((await ask('{bad')).statusCode).toBe(400);
      expect((await ask('{}')).statusCode).toBe(400);
      const large = ' '.repeat(33 * 1024 * 1024);
      expect((await ask(large)).statusCode).toBe(413);
    });

    it('looks at the query alone where there is one', async () => {
      const reply = await ask('{bad', '?experiment_id=0');
      expect(reply.statusCode).toBe(200);
    });
  });

  it('takes camelCase names, but not both spellings at once', async () => {
    const one = await server.post('runs/search', { experimentIds: ['0'] });
    expect(one.status).toBe(200);
    const both = await server.post('runs/search', {
      experimentIds: ['0'],
      experiment_ids: ['0']
    });
    expect(both.status).toBe(400);
    expect(both.body.message).toBe(
      "Request specifies both 'experiment_ids' and 'experimentIds'; provide only one of them."
    );
  });

  it('does not let other origins and rebound names in', async () => {
    const url = '/api/2.0/mlflow/experiments/search';
    const foreign = await inject({
      method: 'POST',
      url,
      headers: {
        origin: 'http://evil.com',
        'content-type': 'application/json'
      },
      payload: '{"max_results":1}'
    });
    expect(foreign.statusCode).toBe(403);
    const own = await inject({
      method: 'POST',
      url,
      headers: {
        origin: 'http://localhost:3000',
        'content-type': 'application/json'
      },
      payload: '{"max_results":1}'
    });
    expect(own.statusCode).toBe(200);
    expect(own.headers['access-control-allow-origin']).toBe(
      'http://localhost:3000'
    );
    const rebound = await inject({ url, headers: { host: 'evil.com' } });
    expect(rebound.statusCode).toBe(403);
    expect(rebound.headers['x-content-type-options']).toBe('nosniff');
  });

  it('answers a preflight', async () => {
    const reply = await inject({
      method: 'OPTIONS',
      url: '/api/2.0/mlflow/experiments/search',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST'
      }
    });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['access-control-allow-methods']).toContain('POST');
  });
});

describe('a server with a token', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.startWith({ TRACKBOOK_TOKEN: 'secret' });
  });

  afterEach(() => server.close());

  const get = (url: string, authorization?: string) =>
    server.app.inject({
      url,
      headers: {
        host: 'localhost',
        ...(authorization && { authorization })
      }
    });

  it.each([
    [undefined, 401],
    ['Bearer wrong', 401],
    ['Basic secret', 401],
    ['Bearer secret', 200]
  ])('answers %s with %i', async (authorization, status) => {
    const reply = await get(
      '/api/2.0/mlflow/experiments/get?experiment_id=0',
      authorization
    );
    expect(reply.statusCode).toBe(status);
  });

  it('guards its events and artifacts, too', async () => {
    expect((await get('/api/2.0/trackbook/events')).statusCode).toBe(401);
    expect((await get('/get-artifact?run_id=a&path=b')).statusCode).toBe(401);
  });

  it('tells anyone that it is there', async () => {
    expect((await get('/health')).statusCode).toBe(200);
    expect((await get('/version')).statusCode).toBe(200);
    expect((await get('/api/3.0/mlflow/server-info')).statusCode).toBe(200);
  });
});
