import {
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Server } from '../../testing/s3-server.js';
import { TestServer } from '../../testing/test-server.js';

const STORE = '/api/2.0/mlflow-artifacts/artifacts';

let folder: string;
let s3: S3Server;
let server: TestServer;

beforeAll(async () => {
  s3 = await S3Server.start();
}, 30_000);

afterAll(() => s3.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trackbook-routes-'));
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

let count = 0;

/** A server with empty storage of each kind, and how to look into that storage. */
const storages = [
  {
    where: 'in a folder',
    start: async () => {
      server = await TestServer.start('--artifacts-destination', folder);
    },
    files: () => readdir(folder)
  },
  {
    where: 'on S3',
    start: async () => {
      server = await TestServer.startWith(
        s3.environment,
        '--artifacts-destination',
        s3.uri(`routes-${++count}`)
      );
    },
    files: async () =>
      (await s3.keys()).filter(key => key.startsWith(`routes-${count}/`))
  }
];

type Headers = Record<string, string>;

const call = (
  method: 'GET' | 'PUT' | 'HEAD',
  url: string,
  headers: Headers = {}
) =>
  server.app.inject({
    method,
    url,
    headers: { host: 'localhost', ...headers },
    payload: method === 'PUT' ? '0123456789' : undefined
  });

const createRun = async (): Promise<string> => {
  const { body } = await server.post('runs/create', { experiment_id: '0' });
  return body.run.info.run_id;
};

describe.each(storages)('the artifact store $where', ({ start, files }) => {
  beforeEach(start);

  it('gives back what was put, as an attachment that runs nowhere', async () => {
    expect((await call('PUT', `${STORE}/run/page.html`)).statusCode).toBe(200);
    const reply = await call('GET', `${STORE}/run/page.html`);
    expect(reply.body).toBe('0123456789');
    expect(reply.headers).toMatchObject({
      'content-type': 'text/html',
      'content-length': '10',
      'content-disposition': 'attachment; filename=page.html',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff'
    });
  });

  it('serves both prefixes', async () => {
    await call('PUT', `/ajax-api/2.0/mlflow-artifacts/artifacts/a`);
    expect((await call('GET', `${STORE}/a`)).body).toBe('0123456789');
  });

  it('takes names with spaces, signs and letters of any language', async () => {
    const url = `${STORE}/${encodeURIComponent('a b+c ünï "x".txt')}`;
    await call('PUT', url);
    const reply = await call('GET', url);
    expect(reply.body).toBe('0123456789');
    expect(reply.headers['content-disposition']).toBe(
      `attachment; filename="a b+c uni \\"x\\".txt"; filename*=UTF-8''a%20b%2Bc%20%C3%BCn%C3%AF%20%22x%22.txt`
    );
  });

  it.each([
    ['bytes=0-3', 206, 'bytes 0-3/10', '0123'],
    ['bytes=8-', 206, 'bytes 8-9/10', '89'],
    ['bytes=-3', 206, 'bytes 7-9/10', '789'],
    ['bytes=5-99', 206, 'bytes 5-9/10', '56789'],
    ['bytes=10-', 416, 'bytes */10', ''],
    ['bytes=5-2', 200, undefined, '0123456789'],
    ['lines=1-2', 200, undefined, '0123456789'],
    ['Bytes=0-3', 206, 'bytes 0-3/10', '0123'],
    ['bytes= ,0-3 ,', 206, 'bytes 0-3/10', '0123'],
    ['bytes=-0', 416, 'bytes */10', ''],
    ['bytes=0-1,8-9', 200, undefined, '0123456789'],
    [`bytes=${'9'.repeat(400)}-`, 416, 'bytes */10', '']
  ])('answers Range: %s', async (range, status, contentRange, body) => {
    await call('PUT', `${STORE}/digits`);
    const reply = await call('GET', `${STORE}/digits`, { range });
    expect(reply.statusCode).toBe(status);
    expect(reply.headers['content-range']).toBe(contentRange);
    expect(reply.body).toBe(body);
  });

  it('sends nothing that the caller has already', async () => {
    await call('PUT', `${STORE}/a`);
    const { headers } = await call('GET', `${STORE}/a`);
    const etag = String(headers.etag);
    const again = await call('GET', `${STORE}/a`, { 'if-none-match': etag });
    expect(again.statusCode).toBe(304);
  });

  it.each([
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': 'W/TAG' }, 304],
    [{ 'if-none-match': '"a,b", W/"c", TAG' }, 304],
    [{ 'if-none-match': '"other", W/"one"' }, 200],
    [{ 'if-none-match': '"other"', 'if-modified-since': 'DATE' }, 200],
    [{ 'if-modified-since': 'DATE' }, 304],
    [{ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 200],
    [{ 'if-modified-since': 'yesterday' }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': '"other", TAG' }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-match': 'W/TAG' }, 412],
    [{ 'if-match': '"other"', 'if-none-match': 'TAG' }, 412],
    [{ 'if-unmodified-since': 'DATE' }, 200],
    [{ 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 412],
    [{ 'if-unmodified-since': 'yesterday' }, 200],
    [{ range: 'bytes=0-3', 'if-range': 'TAG' }, 206],
    [{ range: 'bytes=0-3', 'if-range': 'W/TAG' }, 200],
    [{ range: 'bytes=0-3', 'if-range': '"other"' }, 200],
    [{ range: 'bytes=0-3', 'if-range': 'DATE' }, 200],
    [{ range: 'bytes=0-3', 'if-match': '"other"' }, 412]
  ])('answers the conditions %p with %p', async (conditions, status) => {
    await call('PUT', `${STORE}/a`);
    const { headers } = await call('HEAD', `${STORE}/a`);
    const filled = Object.entries(conditions).map(([name, value]) => [
      name,
      value
        .replace('TAG', String(headers.etag))
        .replace('DATE', String(headers['last-modified']))
    ]);
    const reply = await call('GET', `${STORE}/a`, Object.fromEntries(filled));
    expect(reply.statusCode).toBe(status);
    expect(reply.headers.etag).toBe(headers.etag);
    expect(reply.body).toBe(
      { 200: '0123456789', 206: '0123' }[status as 200 | 206] ?? ''
    );
  });

  it('tells the size without the content', async () => {
    await call('PUT', `${STORE}/a`);
    const reply = await call('HEAD', `${STORE}/a`);
    expect(reply.headers['content-length']).toBe('10');
    expect(reply.body).toBe('');
  });

  it.each([
    '..%2fx',
    '%252e%252e%2fx',
    'a/..%2f..%2fx',
    '%2fetc',
    '..%5cx',
    'a%00b'
  ])('refuses to leave its folder by %s', async path => {
    for (const method of ['GET', 'PUT'] as const) {
      const reply = await call(method, `${STORE}/${path}`);
      expect(reply.statusCode).toBe(400);
      expect(reply.json()).toMatchObject({
        error_code: 'INVALID_PARAMETER_VALUE',
        message: 'Invalid path'
      });
    }
    expect(await files()).toEqual([]);
  });

  it.each(['a/', '', 'a%2f'])('wants a file name, not %j', async path => {
    const reply = await call('PUT', `${STORE}/${path}`);
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error_code).toBe('INVALID_PARAMETER_VALUE');
  });

  it('keeps nothing of an upload that breaks off', async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.app.addresses()[0];
    const ended = new Promise<void>(done => {
      server.app.server.on('request', request => request.once('close', done));
    });
    const socket = connect(port, '127.0.0.1');
    const size = 30 * 1024 * 1024;
    socket.write(
      `PUT ${STORE}/big HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${size}\r\n\r\n`
    );
    socket.write(Buffer.alloc(size - 1), () => socket.destroy());
    await ended;
    await until(
      async () => (await files()).length === 0 && (await s3.openUploads()) === 0
    );
  });

  it('says so when it is switched off', async () => {
    await server.close();
    server = await TestServer.start('--no-serve-artifacts');
    const reply = await call('GET', `${STORE}/a`);
    expect(reply.statusCode).toBe(501);
    expect(reply.json().message).toContain('--serve-artifacts');
  });
});

/** Asks again and again, a few seconds at most. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 300 && !(await holds()); i++) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  expect(await holds()).toBe(true);
};

describe.each(storages)('get-artifact $where', ({ start }) => {
  beforeEach(start);

  it('finds a file of a run, and says what is missing', async () => {
    const runId = await createRun();
    await call('PUT', `${STORE}/0/${runId}/artifacts/a.txt`);
    const found = await call('GET', `/get-artifact?run_id=${runId}&path=a.txt`);
    expect(found.body).toBe('0123456789');
    const missing = await call('GET', `/get-artifact?run_id=${runId}&path=zz`);
    expect(missing.statusCode).toBe(404);
    expect(missing.json().message).toBe(
      `No such artifact: '0/${runId}/artifacts/zz'`
    );
  });

  it('reads no folder that a client named as an experiment place', async () => {
    const created = await server.post('experiments/create', {
      name: 'etc',
      artifact_location: '/etc'
    });
    const { body } = await server.post('runs/create', created.body);
    const { run_id: runId } = body.run.info;
    for (const path of ['../../passwd', '..%2F..%2Fpasswd', 'x']) {
      const reply = await call(
        'GET',
        `/get-artifact?run_id=${runId}&path=${path}`
      );
      expect([400, 403]).toContain(reply.statusCode);
    }
  });
});

describe.each(storages)('listings $where', ({ start }) => {
  beforeEach(start);

  it('name the files of a run from its root', async () => {
    const runId = await createRun();
    await call('PUT', `${STORE}/0/${runId}/artifacts/model/MLmodel`);
    const top = await server.get('artifacts/list', { run_id: runId });
    expect(top.body.files).toEqual([{ path: 'model', is_dir: true }]);
    const inside = await server.get('artifacts/list', {
      run_id: runId,
      path: 'model'
    });
    expect(inside.body.files).toEqual([
      { path: 'model/MLmodel', is_dir: false, file_size: 10 }
    ]);
  });

  it('are empty for files and for what is not there', async () => {
    await call('PUT', `${STORE}/a`);
    for (const path of ['a', 'none']) {
      const { body } = await server.get(STORE, { path });
      expect(body).toEqual({});
    }
  });
});

describe.each(storages)('artifacts of models $where', ({ start }) => {
  beforeEach(start);

  /** Stores a file below an artifact URI of the proxy. */
  const putBelow = (uri: string, path: string) =>
    call('PUT', `${STORE}${uri.replace('mlflow-artifacts:', '')}/${path}`);

  it('are found by the version of a registered model', async () => {
    const { body } = await server.post('runs/create', { experiment_id: '0' });
    const { run_id: runId, artifact_uri: uri } = body.run.info;
    await putBelow(uri, 'model/MLmodel');
    await server.post('registered-models/create', { name: 'ride' });
    await server.post('model-versions/create', {
      name: 'ride',
      source: `${uri}/model`,
      run_id: runId
    });
    const reply = await call(
      'GET',
      '/model-versions/get-artifact?name=ride&version=1&path=MLmodel'
    );
    expect(reply.body).toBe('0123456789');
  });

  it('are found by the logged model', async () => {
    const { body } = await server.post('logged-models', {
      experiment_id: '0',
      name: 'ride'
    });
    const { model_id: id, artifact_uri: uri } = body.model.info;
    await putBelow(uri, 'data/weights.bin');
    const listed = await server.get(
      `logged-models/${id}/artifacts/directories`,
      { artifact_directory_path: 'data' }
    );
    expect(listed.body.files).toEqual([
      { path: 'data/weights.bin', is_dir: false, file_size: 10 }
    ]);
    const reply = await call(
      'GET',
      `/ajax-api/2.0/mlflow/logged-models/${id}/artifacts/files?artifact_file_path=data/weights.bin`
    );
    expect(reply.body).toBe('0123456789');
  });
});

describe('places that clients name', () => {
  beforeEach(async () => {
    await mkdir(join(folder, 'served', 'own'), { recursive: true });
    await writeFile(join(folder, 'secret'), 'theirs');
    await symlink(folder, join(folder, 'served', 'exit'));
    server = await TestServer.start(
      '--artifacts-destination',
      join(folder, 'served')
    );
  });

  const expectClosed = async (url: string) => {
    const reply = await call('GET', url);
    expect([400, 403, 404, 501]).toContain(reply.statusCode);
    expect(reply.json().error_code).not.toBe('INTERNAL_ERROR');
    expect(reply.body).not.toContain('theirs');
  };

  it.each([
    'FOLDER',
    'file://FOLDER',
    'FOLDER/served/../',
    'file://FOLDER/served/%2e%2e',
    'FOLDER/served/exit',
    'file://FOLDER/served/exit',
    'file://elsewhere/FOLDER',
    's3://bucket/key',
    'gs://bucket/key'
  ])('an experiment in %s opens nothing', async place => {
    const created = await server.post('experiments/create', {
      name: place,
      artifact_location: place.replace('FOLDER', folder)
    });
    if (created.status === 200) {
      const { body } = await server.post('runs/create', created.body);
      const { run_id: runId } = body.run.info;
      for (const path of ['secret', '../../secret', '..%2f..%2fsecret']) {
        await expectClosed(`/get-artifact?run_id=${runId}&path=${path}`);
      }
    } else {
      expect(created.body.error_code).toBe('INVALID_PARAMETER_VALUE');
    }
  });

  it.each([
    'FOLDER',
    'file://FOLDER',
    'mlflow-artifacts:/../',
    'mlflow-artifacts:/%252e%252e/',
    'mlflow-artifacts:/exit',
    's3://bucket/key',
    'gs://bucket/key'
  ])('a model version from %s opens nothing', async source => {
    await server.post('registered-models/create', { name: 'hostile' });
    const runId = await createRun();
    for (const claim of [{}, { run_id: runId }]) {
      const created = await server.post('model-versions/create', {
        name: 'hostile',
        source: source.replace('FOLDER', folder),
        ...claim
      });
      if (created.status === 200) {
        const { version } = created.body.model_version;
        await expectClosed(
          `/model-versions/get-artifact?name=hostile&version=${version}&path=secret`
        );
      } else {
        expect(created.body.error_code).toBe('INVALID_PARAMETER_VALUE');
      }
    }
  });
});

describe.each(storages)('pages among artifacts $where', ({ start }) => {
  beforeEach(start);

  it.each(['page.html', 'page.HTM', 'image.svg', 'doc.xhtml', 'feed.xml'])(
    '%s runs nowhere',
    async name => {
      const runId = await createRun();
      const path = `0/${runId}/artifacts/${name}`;
      await call('PUT', `${STORE}/${path}`);
      for (const url of [
        `${STORE}/${path}`,
        `/get-artifact?run_id=${runId}&path=${name}`
      ]) {
        for (const headers of [{}, { range: 'bytes=0-3' }] as Headers[]) {
          const reply = await call('GET', url, headers);
          expect(reply.statusCode).toBeLessThan(300);
          expect(reply.headers).toMatchObject({
            'content-disposition': expect.stringMatching(/^attachment/),
            'content-security-policy': 'sandbox',
            'x-content-type-options': 'nosniff'
          });
        }
      }
    }
  );
});
