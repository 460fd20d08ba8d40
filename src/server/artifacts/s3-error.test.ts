import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { S3ArtifactStore } from './s3.js';
import { S3Connection } from './s3-connection.js';
import { s3Error } from './s3-error.js';
import { readS3Settings } from './s3-settings.js';

const PATIENCE = { connectMs: 500, answerMs: 150, idleMs: 150 };

let server: Server;
let answer: [status: number, code: string] | 'nothing';

beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID = 'the-key-id';
  process.env.AWS_SECRET_ACCESS_KEY = 'the-secret';
  process.env.AWS_SESSION_TOKEN = 'the-token';
  server = createServer((request, reply) => {
    request.resume();
    if (answer !== 'nothing') {
      const [status, code] = answer;
      reply.writeHead(status, { 'content-type': 'application/xml' });
      reply.end(
        request.method === 'HEAD'
          ? ''
          : `<Error><Code>${code}</Code><Message>why, the-host</Message></Error>`
      );
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  delete process.env.AWS_SESSION_TOKEN;
  server.closeAllConnections();
  await new Promise(closed => server.close(closed));
});

const storeAt = async (endpoint: string) => {
  const settings = readS3Settings({
    MLFLOW_S3_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1'
  });
  const s3 = await S3Connection.open('the-bucket', settings, PATIENCE);
  return new S3ArtifactStore(s3, 'the-prefix');
};

const own = () =>
  storeAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

it.each([
  [403, 'AccessDenied', 'PERMISSION_DENIED', 'refuses'],
  [403, 'InvalidAccessKeyId', 'PERMISSION_DENIED', 'credentials'],
  [403, 'SignatureDoesNotMatch', 'PERMISSION_DENIED', 'credentials'],
  [400, 'ExpiredToken', 'PERMISSION_DENIED', 'credentials'],
  [403, 'RequestTimeTooSkewed', 'IO_ERROR', 'clock'],
  [403, 'SomethingOfTheirOwn', 'PERMISSION_DENIED', 'refuses'],
  [404, 'NoSuchBucket', 'RESOURCE_DOES_NOT_EXIST', 'bucket'],
  [301, 'PermanentRedirect', 'IO_ERROR', 'region'],
  [400, 'AuthorizationHeaderMalformed', 'IO_ERROR', 'region'],
  [503, 'SlowDown', 'TEMPORARILY_UNAVAILABLE', 'busy'],
  [500, 'InternalError', 'TEMPORARILY_UNAVAILABLE', 'busy'],
  [507, 'XMinioStorageFull', 'IO_ERROR', 'full'],
  [400, 'KeyTooLongError', 'INVALID_PARAMETER_VALUE', 'too long'],
  [404, 'XAdminUserNotFound', 'IO_ERROR', 'does not do'],
  [400, 'InvalidRequest', 'IO_ERROR', 'does not do']
])('%i %s becomes %s', async (status, code, expected, word) => {
  answer = [status, code];
  const store = await own();
  const errors = await Promise.all([
    failure(store.list('runs')),
    failure(store.write('runs/x', Readable.from([Buffer.from('x')])))
  ]);
  for (const error of errors) {
    expect(error.code).toBe(expected);
    expect(error.message).toContain(word);
    expect(error.message).not.toMatch(/the-|127\.0\.0\.1|why/);
  }
});

it('leaves what is secret out of the log too', async () => {
  answer = [403, 'SignatureDoesNotMatch'];
  const { cause } = await failure((await own()).list('runs'));
  expect(String(cause)).toContain('SignatureDoesNotMatch: why');
  expect(JSON.stringify(cause)).not.toMatch(/the-(secret|token|key)/);
});

it('says that storage hangs', async () => {
  answer = 'nothing';
  await expect((await own()).list('')).rejects.toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
    message: expect.stringContaining('cannot be reached')
  });
});

it.each([
  ['ECONNREFUSED', 'TEMPORARILY_UNAVAILABLE'],
  ['ENOTFOUND', 'TEMPORARILY_UNAVAILABLE'],
  ['EPIPE', 'TEMPORARILY_UNAVAILABLE'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'IO_ERROR']
])('takes %s of the network for %s', (code, expected) => {
  const error = Object.assign(new Error('at the-host'), { code });
  expect(s3Error(error, 'x')).toMatchObject({ code: expected });
});

const failure = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    return error as { code: string; message: string; cause?: unknown };
  }
  throw new Error('It should have failed.');
};
