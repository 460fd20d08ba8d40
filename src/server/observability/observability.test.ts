import { TestServer } from '../../testing/test-server.js';
import { requireReady } from './readiness.js';

const KEY = 'very-secret-key';
const VALUE = 'very-secret-value';
const TOKEN = 'very-secret-token';

describe('the log', () => {
  let lines: string[];
  let server: TestServer;

  const start = async (...flags: string[]) => {
    server = await TestServer.startWith({ TRACKBOOK_TOKEN: TOKEN }, ...flags);
  };

  const send = (url: string, payload?: object) =>
    server.app.inject({
      method: payload ? 'POST' : 'GET',
      url,
      payload,
      headers: { host: 'localhost', authorization: `Bearer ${TOKEN}` }
    });

  const createRun = async (): Promise<string> => {
    const reply = await send('/api/2.0/mlflow/runs/create', {
      experiment_id: '0'
    });
    return reply.json().run.info.run_id;
  };

  beforeEach(() => {
    lines = [];
    jest.spyOn(process.stderr, 'write').mockImplementation(text => {
      lines.push(String(text));
      return true;
    });
  });

  afterEach(async () => {
    await server.close();
    jest.restoreAllMocks();
  });

  it('tells each request with id, route, status and time, and nothing of its contents', async () => {
    await start('--log-level', 'info', '--log-format', 'json');
    const runId = await createRun();
    await send('/api/2.0/mlflow/runs/log-parameter', {
      run_id: runId,
      key: KEY,
      value: VALUE
    });
    await send(`/api/2.0/mlflow/runs/get?run_id=${VALUE}`);
    await send(`/api/2.0/mlflow-artifacts/artifacts/${VALUE}`);
    await send(`/${VALUE}`);

    const answered = lines.map(line => JSON.parse(line));
    expect(answered.slice(1)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        reqId: expect.stringMatching(/^req-\w+$/),
        method: 'POST',
        route: '/api/2.0/mlflow/runs/log-parameter',
        status: 200,
        ms: expect.any(Number),
        msg: 'answered'
      },
      expect.objectContaining({
        route: '/api/2.0/mlflow/runs/get',
        status: 404
      }),
      expect.objectContaining({
        route: '/api/2.0/mlflow-artifacts/artifacts/*',
        status: 404
      }),
      expect.objectContaining({ route: 'unknown', status: 404 })
    ]);
    expect(lines.join('')).not.toMatch(/very-secret/);
  });

  it('has one line to read for each request, if wanted so', async () => {
    await start('--log-level', 'info', '--log-format', 'pretty');
    await createRun();
    expect(lines).toEqual([
      expect.stringMatching(
        /^\S+ INFO {2}answered reqId=req-\w+ method=POST route=\/api\/2\.0\/mlflow\/runs\/create status=200 ms=[\d.]+\n$/
      )
    ]);
  });

  it('is silent about requests unless told otherwise', async () => {
    await start('--log-level', 'warn');
    await createRun();
    expect(lines).toEqual([]);
  });

  it('holds the whole of an error of which the client gets only the id', async () => {
    await start('--log-level', 'warn', '--log-format', 'json');
    server.app.context.executor.read = async () => {
      throw new Error('no such column: secret');
    };
    const reply = await send('/api/2.0/mlflow/runs/get?run_id=a');
    const [logged] = lines.map(line => JSON.parse(line));
    expect(logged).toMatchObject({
      level: 'error',
      msg: 'request failed',
      err: {
        message: 'no such column: secret',
        stack: expect.stringContaining('observability.test')
      }
    });
    expect(reply.statusCode).toBe(500);
    expect(reply.json()).toMatchObject({
      error_code: 'INTERNAL_ERROR',
      message: `The tracking server failed to answer. Its log says why, at ${logged.reqId}.`
    });
  });

  it.each([
    ['--log-level', 'loud'],
    ['--log-format', 'xml']
  ])('refuses %s %s', async (flag, value) => {
    await start();
    await expect(TestServer.start(flag, value)).rejects.toThrow(
      `${flag} ${value} is not known: give one of`
    );
  });
});

describe('GET /metrics', () => {
  it('counts requests by route and status, and tells what the process holds', async () => {
    const server = await TestServer.start();
    await server.post('runs/create', { experiment_id: '0' });
    await server.post('runs/create', { experiment_id: '0' });
    await server.post('runs/create', { experiment_id: '99' });
    const { status, contentType, body } = await server.get('/metrics');
    expect(status).toBe(200);
    expect(contentType).toMatch('text/plain; version=0.0.4');
    const count = (answered: number) =>
      `trackbook_http_request_duration_seconds_count{method="POST",route="/api/2.0/mlflow/runs/create",status="${answered}"}`;
    expect(body).toContain(`${count(200)} 2\n`);
    expect(body).toContain(`${count(404)} 1\n`);
    expect(body).toContain('trackbook_event_streams 0\n');
    expect(body).toMatch(/^trackbook_info\{version=".+"\} 1$/m);
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(body).toMatch(/^nodejs_eventloop_lag_seconds /m);
    await server.close();
  });

  it('needs the token where there is one', async () => {
    const server = await TestServer.startWith({ TRACKBOOK_TOKEN: TOKEN });
    expect((await server.get('/metrics')).status).toBe(401);
    await server.close();
  });
});

describe('GET /ready', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.startWith({ TRACKBOOK_TOKEN: TOKEN });
  });

  afterEach(() => server.close());

  it('says yes to anyone while the store reads and writes', async () => {
    expect(await server.get('/ready')).toMatchObject({
      status: 200,
      body: 'OK'
    });
  });

  it.each(['read', 'write'] as const)(
    'says no when the store does not %s',
    async way => {
      const { executor } = server.app.context;
      executor[way] = async () => {
        throw new Error('disk on fire');
      };
      expect(await server.get('/ready')).toMatchObject({
        status: 503,
        body: 'The store does not answer.'
      });
      expect((await server.get('/health')).status).toBe(200);
    }
  );

  it('does not wait for ever', async () => {
    const { context } = server.app;
    context.executor.write = () => new Promise(() => {});
    jest.useFakeTimers();
    try {
      const refused = expect(requireReady(context)).rejects.toThrow(
        'no answer in 5000 ms'
      );
      await jest.advanceTimersByTimeAsync(5000);
      await refused;
    } finally {
      jest.useRealTimers();
    }
  });
});
