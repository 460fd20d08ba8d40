import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Server } from '../../testing/s3-server.js';
import { TestServer } from '../../testing/test-server.js';

const PROXY = '/api/2.0/mlflow-artifacts';

let s3: S3Server;
let server: TestServer;

beforeAll(async () => {
  s3 = await S3Server.start();
}, 30_000);

afterAll(() => s3.close());
afterEach(() => server.close());

const createRun = async (location?: string): Promise<string> => {
  const experiment = location
    ? await server.post('experiments/create', {
        name: location,
        artifact_location: location
      })
    : { body: { experiment_id: '0' } };
  const { body } = await server.post('runs/create', experiment.body);
  return body.run.info.run_id;
};

const send = async (url: string, body: string, headers = {}) =>
  (await fetch(url, { method: 'PUT', body, headers })).headers.get('etag');

describe('with artifacts on S3', () => {
  beforeEach(async () => {
    server = await TestServer.startWith(
      s3.environment,
      '--artifacts-destination',
      s3.uri('team'),
      '--artifact-roots',
      s3.uri('direct')
    );
  });

  it('the server says what it can do', async () => {
    const { body } = await server.get('/api/3.0/mlflow/server-info');
    expect(body).toMatchObject({
      multipart_uploads_enabled: true,
      multipart_downloads_enabled: true
    });
  });

  it('an upload in parts is made, completed twice and read', async () => {
    const created = await server.post(`${PROXY}/mpu/create/0/dir`, {
      path: 'C:\\data\\big file.bin',
      num_parts: 1
    });
    const { upload_id, credentials } = created.body;
    expect(credentials).toEqual([{ url: expect.any(String), part_number: 1 }]);
    const etag = await send(credentials[0].url, 'content');
    for (let i = 0; i < 2; i++) {
      const { status, body } = await server.post(
        `${PROXY}/mpu/complete/0/dir`,
        {
          path: '/tmp/big file.bin',
          upload_id,
          parts: [{ part_number: 1, etag, url: credentials[0].url }]
        }
      );
      expect([status, body]).toEqual([200, {}]);
    }
    const { body } = await server.get(
      `${PROXY}/artifacts/0/dir/big%20file.bin`
    );
    expect(body).toBe('content');
  });

  it.each([0, -1, '-2', null, undefined])(
    'an upload in %p parts gets an id, as from MLflow, and leaves nothing in the bucket',
    async num_parts => {
      const { status, body } = await server.post(`${PROXY}/mpu/create/0`, {
        path: '/tmp/none.bin',
        num_parts
      });
      expect([status, body]).toEqual([200, { upload_id: expect.any(String) }]);
      expect(await s3.openUploads()).toBe(0);
    }
  );

  it.each([10_001, 1e15, 2.5, 'many', '1e1', true, {}, []])(
    'an upload in %p parts is refused before it is begun',
    async num_parts => {
      const { status, body } = await server.post(`${PROXY}/mpu/create/0`, {
        path: '/tmp/none.bin',
        num_parts
      });
      expect([status, body.error_code]).toEqual([
        400,
        'INVALID_PARAMETER_VALUE'
      ]);
      expect(await s3.openUploads()).toBe(0);
    }
  );

  it('an upload is dropped', async () => {
    const target = { path: '/tmp/gone.bin' };
    const { body } = await server.post(`${PROXY}/mpu/create/0`, target);
    expect(body).toEqual({ upload_id: expect.any(String) });
    const abort = { ...target, ...body };
    for (let i = 0; i < 2; i++) {
      const { status } = await server.post(`${PROXY}/mpu/abort/0`, abort);
      expect(status).toBe(200);
    }
  });

  it.each([
    ['create/0', {}, "parameter 'path'"],
    ['create/0', { path: 'x', num_parts: 'many' }, "parameter 'num_parts'"],
    ['create/0', { path: 'x', num_parts: 10_001 }, 'at most 10000 parts'],
    ['create/0', { path: '../..' }, 'Invalid path'],
    ['create/0', { path: '/' }, 'file name'],
    ['create/..%2fx', { path: 'x' }, 'Invalid path'],
    ['create/a%252f..%252f..', { path: 'x' }, 'Invalid path'],
    ['complete/0', { path: 'x', upload_id: 'u' }, "parameter 'parts'"],
    ['complete/0', { path: 'x', upload_id: 'u', parts: [] }, "'parts'"],
    [
      'complete/0',
      { path: 'x', parts: [{ part_number: 1, etag: 'e' }] },
      "'upload_id'"
    ],
    ['abort/0', { path: 'x' }, "parameter 'upload_id'"]
  ])('mpu/%s refuses %j', async (path, body, message) => {
    const reply = await server.post(`${PROXY}/mpu/${path}`, body);
    expect(reply.status).toBe(400);
    expect(reply.body.error_code).toBe('INVALID_PARAMETER_VALUE');
    expect(reply.body.message).toContain(message);
  });

  it('a download is signed, and a missing file is not', async () => {
    await s3.put('team/0/a b.txt', '0123456789');
    const { body } = await server.get(`${PROXY}/presigned/0/a%20b.txt`);
    expect(body).toEqual({
      url: expect.any(String),
      headers: {},
      file_size: 10
    });
    expect(await (await fetch(body.url)).text()).toBe('0123456789');
    const missing = await server.get(`${PROXY}/presigned/0/none`);
    expect(missing.status).toBe(404);
    expect(missing.body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
  });

  it('a run with artifacts directly on S3 gets signed URLs', async () => {
    const run_id = await createRun(s3.uri('direct/a'));
    const upload = await server.post('artifacts/presigned-upload-url', {
      run_id,
      path: 'sub/x.html'
    });
    const { presigned_url, headers } = upload.body;
    expect(headers).toEqual({ 'Content-Type': 'text/html' });
    await send(presigned_url, '<b>x</b>', headers);

    const listed = await server.get('artifacts/list', { run_id, path: 'sub' });
    expect(listed.body).toEqual({
      root_uri: `${s3.uri('direct/a')}/${run_id}/artifacts`,
      files: [{ path: 'sub/x.html', is_dir: false, file_size: 8 }]
    });
    const download = await server.post('artifacts/presigned-download-url', {
      run_id,
      path: 'sub/x.html'
    });
    expect(download.body.file_size).toBe(8);
    const file = await fetch(download.body.presigned_url);
    expect(await file.text()).toBe('<b>x</b>');
    expect(file.headers.get('content-disposition')).toContain('attachment');
  });

  it.each([0, -1, 604_801])('nothing is signed for %i seconds', async time => {
    const run_id = await createRun();
    for (const way of ['upload', 'download']) {
      const { status, body } = await server.post(
        `artifacts/presigned-${way}-url`,
        { run_id, path: 'x', expiration: time }
      );
      expect(status).toBe(400);
      expect(body.message).toBe(
        `expiration must be between 1 and 604800 seconds (got ${time}).`
      );
    }
  });

  it('a run behind the proxy gets no signed URL', async () => {
    const run_id = await createRun();
    for (const way of ['upload', 'download']) {
      const { status, body } = await server.post(
        `artifacts/presigned-${way}-url`,
        { run_id, path: 'x' }
      );
      expect(status).toBe(400);
      expect(body.message).toContain('proxied artifact storage');
    }
  });

  it.each([
    ['another bucket', 's3://secrets/x'],
    ['another prefix', 'PREFIX-of-others'],
    ['a step back', 'PREFIX/../team'],
    ['an encoded step back', 'PREFIX/%2e%2e/team'],
    ['the root', 'ROOT']
  ])('a run in %s is not read', async (_, place) => {
    const location = place
      .replace('PREFIX', s3.uri('direct'))
      .replace('ROOT', s3.uri());
    const { status, body } = await server.post('experiments/create', {
      name: location,
      artifact_location: location
    });
    if (status !== 200) {
      expect(body.error_code).toBe('INVALID_PARAMETER_VALUE');
      return;
    }
    const created = await server.post('runs/create', body);
    const run_id = created.body.run.info.run_id;
    const listed = await server.get('artifacts/list', { run_id });
    const signed = await server.post('artifacts/presigned-upload-url', {
      run_id,
      path: 'x'
    });
    // A percent sign is a letter of a key: such a place is empty, and inside.
    expect([listed.status, signed.status]).toEqual(
      location.includes('%') ? [200, 200] : [403, 403]
    );
  });
});

describe('with artifacts in a folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trackbook-transfers-'));
    server = await TestServer.start('--artifacts-destination', folder);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('all bytes go through the server', async () => {
    const info = await server.get('/api/3.0/mlflow/server-info');
    expect(info.body).toMatchObject({
      multipart_uploads_enabled: false,
      multipart_downloads_enabled: false
    });
    const replies = await Promise.all([
      server.post(`${PROXY}/mpu/create/0`, { path: 'x', num_parts: 1 }),
      server.get(`${PROXY}/presigned/0/x`)
    ]);
    expect(replies.map(({ status }) => status)).toEqual([501, 501]);
    // The client falls back to a plain upload when the message starts like this.
    expect(replies[0].body).toMatchObject({
      error_code: 'NOT_IMPLEMENTED',
      message: expect.stringMatching(/^Multipart upload is not supported/)
    });
  });
});
