import { connect, type Socket } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { TrackbookError } from '../api/errors.js';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { createContext } from './context.js';
import { InlineExecutor } from './executor/inline-executor.js';
import { defaultLimits, type Limits } from './limits.js';
import { stopServing } from './stop.js';

let folder: string;
let app: FastifyInstance;
let port: number;
let sockets: Socket[];

const start = async (limits: Partial<Limits> = {}) => {
  const config = readConfig(
    ['server', '--log-level', 'silent', '--artifacts-destination', folder],
    {}
  );
  const context = await createContext(config, {
    executor: InlineExecutor.open()
  });
  app = createApp(context, { ...defaultLimits, ...limits });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  port = Number(new URL(url).port);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trackbook-connections-'));
  sockets = [];
});

afterEach(async () => {
  sockets.forEach(socket => socket.destroy());
  await app.close();
  await app.context.executor.close();
  await rm(folder, { recursive: true });
});

/** A connection that keeps all it was told until the server hangs up. */
const open = async () => {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let heard = '';
  socket.on('data', data => (heard += data));
  socket.on('error', () => {}); // a reset is a way to hang up
  const closed = new Promise<void>(resolve =>
    socket.once('close', () => resolve())
  );
  await Promise.race([
    closed,
    new Promise(resolve => socket.once('connect', resolve))
  ]);
  return {
    socket,
    heard: () => heard,
    closed,
    send: (text: string) => socket.write(text.replaceAll('\n', '\r\n')),
    until: async (text: string) => {
      while (!heard.includes(text)) {
        await sleep(5);
      }
    }
  };
};

/** What the server says to raw bytes, up to hanging up. */
const ask = async (text: string): Promise<string> => {
  const connection = await open();
  connection.send(text);
  await connection.closed;
  return connection.heard();
};

const statusesIn = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

const UPLOAD = '/api/2.0/mlflow-artifacts/artifacts/slow.txt';
const putHead = (length: number) =>
  `PUT ${UPLOAD} HTTP/1.1\nHost: localhost\nContent-Length: ${length}\n\n`;

it('takes a URL that names thousands of runs', async () => {
  await start();
  const ids = Array.from({ length: 2500 }, (_, i) => `'${i + 10 ** 31}'`);
  const filter = encodeURIComponent(`run_id IN (${ids.join(',')})`);
  const reply = await ask(
    `GET /api/2.0/mlflow/model-versions/search?filter=${filter} HTTP/1.1\nHost: localhost\nConnection: close\n\n`
  );
  expect(statusesIn(reply)).toEqual([200]);
});

describe('what is no HTTP', () => {
  beforeEach(() => start());

  it.each([
    ['noise', 'noise\n\n', 400],
    ['a TLS greeting', '\x16\x03\x01\x02\x00\x01', 400],
    [
      'two lengths',
      `POST / HTTP/1.1\nHost: localhost\nContent-Length: 1\nContent-Length: 2\n\nab`,
      400
    ],
    [
      'a length and chunks',
      `POST / HTTP/1.1\nHost: localhost\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\nGET /version HTTP/1.1\nHost: localhost\n\n`,
      400
    ],
    [
      'chunks by another name',
      `POST / HTTP/1.1\nHost: localhost\nTransfer-Encoding: xchunked\n\n0\n\nGET /version HTTP/1.1\nHost: localhost\n\n`,
      400
    ],
    [
      'a space before the colon',
      `GET /health HTTP/1.1\nHost: localhost\nContent-Length : 5\n\nabcde`,
      400
    ],
    [
      'a folded header',
      `GET /health HTTP/1.1\nHost: localhost\nX: a\n b\n\n`,
      400
    ],
    [
      'a negative length',
      `POST / HTTP/1.1\nHost: localhost\nContent-Length: -1\n\n`,
      400
    ],
    [
      'a header of a megabyte',
      `GET /health HTTP/1.1\nHost: localhost\nX: ${'a'.repeat(1024 * 1024)}\n\n`,
      431
    ]
  ])(
    'is refused once, in our form, and hung up on: %s',
    async (_, text, status) => {
      const reply = await ask(text);
      expect(statusesIn(reply)).toEqual([status]);
      const body = reply.slice(reply.indexOf('\r\n\r\n') + 4);
      expect(JSON.parse(body)).toEqual({
        error_code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringMatching(/\S/)
      });
    }
  );

  it('with no Host is refused', async () => {
    expect(
      statusesIn(await ask('GET /version HTTP/1.1\nConnection: close\n\n'))
    ).toEqual([400]);
  });
});

describe('slow clients', () => {
  it('are hung up on when their headers do not end', async () => {
    await start({ headersMs: 100 });
    const connection = await open();
    connection.send('GET /health HTTP/1.1\nHost: localhost\n');
    const drip = setInterval(() => connection.send('X-Slow: 1\n'), 20);
    await connection.closed;
    clearInterval(drip);
    expect(statusesIn(connection.heard())).toEqual([408]);
  });

  it('are hung up on when their body stands still, and leave no file', async () => {
    await start({ idleMs: 100 });
    const connection = await open();
    connection.send(`${putHead(10)}12345`);
    await connection.closed;
    expect(connection.heard()).toBe('');
    while ((await readdir(folder)).length > 0) {
      await sleep(5);
    }
  });

  it('may take their time as long as something moves', async () => {
    await start({ headersMs: 100, idleMs: 200 });
    const connection = await open();
    connection.send(putHead(20));
    for (let i = 0; i < 20; i++) {
      connection.send('x');
      await sleep(20);
    }
    await connection.until('200 OK');
    expect(await readdir(folder)).toEqual(['slow.txt']);
  });
});

describe('an upload that is refused halfway', () => {
  it('gets its answer, and the connection serves the next request', async () => {
    await start();
    const connection = await open();
    const size = 8 * 1024 * 1024;
    const { store } = await app.context.artifacts.inProxy('');
    store.write = async (_path, source) => {
      await pipeline(source, async function (chunks) {
        await chunks[Symbol.asyncIterator]().next();
        throw new TrackbookError('IO_ERROR', 'The disk is full.');
      });
    };
    connection.send(putHead(size));
    connection.socket.write('x'.repeat(size));
    await connection.until('The disk is full.');
    connection.send('GET /version HTTP/1.1\nHost: localhost\n\n');
    await connection.until('3.17');
    expect(statusesIn(connection.heard())).toEqual([507, 200]);
  });
});

describe('a client that goes away', () => {
  it('before its upload is read does no harm', async () => {
    await start();
    const { artifacts } = app.context;
    const inProxy = artifacts.inProxy.bind(artifacts);
    const connection = await open();
    const failed = new Promise(resolve => {
      artifacts.inProxy = async path => {
        connection.socket.destroy();
        await connection.closed;
        await sleep(50);
        resolve(undefined);
        return inProxy(path);
      };
    });
    connection.send(`${putHead(10)}12345`);
    await failed;
    artifacts.inProxy = inProxy;
    await sleep(50);
    expect(await readdir(folder)).toEqual([]);
    const other = await open();
    other.send(`${putHead(2)}12`);
    await other.until('200 OK');
  });
});

describe('stopping', () => {
  it('finishes what was accepted, refuses what comes after, and ends streams', async () => {
    await start();
    const upload = await open();
    upload.send(`${putHead(10)}12345`);
    const events = await open();
    events.send('GET /api/2.0/trackbook/events HTTP/1.1\nHost: localhost\n\n');
    await events.until('event: hello');
    const idle = await open();
    idle.send('GET /health HTTP/1.1\nHost: localhost\n\n');
    await idle.until('OK');
    // The answer to this one is being waited for, and another request follows it.
    const busy = await open();
    busy.send(
      `PUT ${UPLOAD}2 HTTP/1.1\nHost: localhost\nContent-Length: 2\n\n1`
    );
    while ((await readdir(folder)).length < 2) {
      await sleep(5);
    }

    const stopped = stopServing(app, 10_000);
    await Promise.all([events.closed, idle.closed]);
    await expect(open().then(({ closed }) => closed)).resolves.toBeUndefined();
    busy.send('2GET /version HTTP/1.1\nHost: localhost\n\n');
    await busy.closed;
    upload.send('67890');
    await upload.closed;
    await stopped;

    expect(statusesIn(upload.heard())).toEqual([200]);
    expect(upload.heard()).toMatch(/connection: close/i);
    expect(statusesIn(busy.heard())[0]).toBe(200);
    expect((await readdir(folder)).sort()).toEqual(['slow.txt', 'slow.txt2']);
  });

  it('refuses requests on open connections in our form', async () => {
    await start();
    const connection = await open();
    connection.send('GET /version HTTP/1.1\nHost: loc');
    await sleep(50);
    const stopped = stopServing(app, 10_000);
    await sleep(50);
    connection.send('alhost\n\n');
    await Promise.all([stopped, connection.closed]);
    expect(statusesIn(connection.heard())).toEqual([503]);
    expect(connection.heard()).toMatch(/^connection: close\r$/im);
    expect(connection.heard()).toContain(
      '{"error_code":"TEMPORARILY_UNAVAILABLE","message":"The tracking server is stopping."'
    );
  });

  it('cuts off what does not end', async () => {
    await start();
    const connection = await open();
    connection.send(`${putHead(10)}12345`);
    while ((await readdir(folder)).length === 0) {
      await sleep(5);
    }
    await stopServing(app, 50);
    await connection.closed;
    expect(connection.heard()).toBe('');
  });
});
