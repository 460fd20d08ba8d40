import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { S3Server } from '../../testing/s3-server.js';
import type { ArtifactStore } from './artifact-store.js';
import { openS3ArtifactStore } from './s3.js';
import { readS3Settings } from './s3-settings.js';

const MB = 1024 * 1024;

let s3: S3Server;

beforeAll(async () => {
  s3 = await S3Server.start();
}, 30_000);

afterAll(() => s3.close());

const open = (
  prefix: string,
  environment: NodeJS.ProcessEnv = {}
): Promise<ArtifactStore> =>
  openS3ArtifactStore(
    { kind: 's3', bucket: s3.bucket, prefix },
    readS3Settings({ ...s3.environment, ...environment })
  );

const bytes = (count: number) =>
  Readable.from(Array.from({ length: count / MB }, () => Buffer.alloc(MB, 1)));

describe('listing', () => {
  it('goes on after a thousand entries', async () => {
    const names = Array.from({ length: 1003 }, (_, i) => `${1000 + i}`);
    for (let i = 0; i < names.length; i += 50) {
      const some = names.slice(i, i + 50);
      await Promise.all(some.map(name => s3.put(`many/${name}/file`)));
    }
    const store = await open('');
    expect((await store.list('many')).map(({ name }) => name)).toEqual(names);
    await store.delete('many');
    expect(await store.list('many')).toEqual([]);
  }, 60_000);

  it('leaves out what other programs wrote and no path leads to', async () => {
    await s3.put('odd/file');
    await s3.put('odd/marked/', '');
    if (s3.isOurs) {
      // Servers that keep files have no such keys.
      await s3.put('odd/', '');
      await s3.put('odd//x');
    }
    const store = await open('');
    expect(await store.list('odd')).toEqual([
      { kind: 'file', name: 'file', size: 1 },
      { kind: 'folder', name: 'marked' }
    ]);
    await expect(store.open('odd/marked')).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE'
    });
  });

  it('stays below its prefix', async () => {
    await s3.put('team-a/file');
    await s3.put('team-ab/file');
    const store = await open('team-a');
    expect(await store.list('')).toHaveLength(1);
    await store.delete('file');
    expect(await s3.keys()).toContain('team-ab/file');
  });
});

describe('uploading', () => {
  it('sends the parameters that every upload is to have', async () => {
    const store = await open('args', {
      MLFLOW_S3_UPLOAD_EXTRA_ARGS: '{"Metadata": {"team": "a"}}'
    });
    for (const size of [MB, 20 * MB]) {
      await store.write('page.html', bytes(size));
      const { Metadata, ContentType } = await s3.head('args/page.html');
      expect(Metadata).toEqual({ team: 'a' });
      expect(ContentType).toBe('text/html');
    }
  });

  it('leaves no parts behind when the source breaks off', async () => {
    const store = await open('broken');
    const source = Readable.from(
      (async function* () {
        yield* bytes(20 * MB);
        throw new Error('connection lost');
      })()
    );
    await expect(store.write('file', source)).rejects.toThrow(
      'connection lost'
    );
    expect(await s3.openUploads()).toBe(0);
    expect(await store.list('')).toEqual([]);
  });
});

describe('reading', () => {
  it('does not mix two versions of a file', async () => {
    const store = await open('mixed');
    await store.write('file', Readable.from([Buffer.from('first')]));
    const file = await store.open('file');
    await store.write('file', Readable.from([Buffer.from('other')]));
    await expect(file.read()).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: expect.stringContaining('replaced')
    });
  });
});

describe('a wrong bucket', () => {
  it('is named as what is wrong', async () => {
    const store = await openS3ArtifactStore(
      { kind: 's3', bucket: `no-${s3.bucket}`.slice(0, 60), prefix: '' },
      readS3Settings(s3.environment)
    );
    const missing = {
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: expect.stringContaining('The bucket of the artifacts')
    };
    await expect(store.check()).rejects.toMatchObject(missing);
    await expect(store.list('')).rejects.toMatchObject(missing);
    await expect(store.open('x')).rejects.toMatchObject(missing);
    await expect(
      store.write('x', Readable.from([Buffer.from('x')]))
    ).rejects.toMatchObject(missing);
  });
});

describe('direct transfer', () => {
  const transfer = async () => (await open('direct')).direct!;

  const send = async (url: string, body: BodyInit) => {
    const reply = await fetch(url, { method: 'PUT', body });
    expect(reply.status).toBe(200);
    return reply.headers.get('etag')!;
  };

  it('is absent where it is switched off', async () => {
    const store = await open('direct', { TRACKBOOK_S3_PRESIGNED: 'false' });
    expect(store.direct).toBeUndefined();
  });

  it('makes one file of parts, of which one was sent again', async () => {
    const direct = await transfer();
    const { uploadId, parts } = await direct.startUpload('sub/big', 2);
    await send(parts[0].url, Buffer.alloc(5 * MB, 'a'));
    const etags = await Promise.all([
      send(parts[0].url, Buffer.alloc(5 * MB, 'b')),
      send(parts[1].url, Buffer.from('end'))
    ]);
    const uploaded = etags.map((etag, i) => ({ number: i + 1, etag }));
    await direct.completeUpload('sub/big', uploadId, uploaded.toReversed());
    await direct.completeUpload('sub/big', uploadId, uploaded);

    const file = await (await open('direct')).open('sub/big');
    expect(file.size).toBe(5 * MB + 3);
    const end = await file.read({ start: 5 * MB - 1, end: 5 * MB + 2 });
    expect((await buffer(end)).toString()).toBe('bend');
  });

  it('refuses parts that were not sent', async () => {
    const direct = await transfer();
    const { uploadId, parts } = await direct.startUpload('wrong', 1);
    await send(parts[0].url, Buffer.from('x'));
    await expect(
      direct.completeUpload('wrong', uploadId, [{ number: 1, etag: '"other"' }])
    ).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    await direct.abortUpload('wrong', uploadId);
  });

  it('drops an upload, also one that is over', async () => {
    const direct = await transfer();
    const { uploadId, parts } = await direct.startUpload('gone', 1);
    await send(parts[0].url, Buffer.from('x'));
    await direct.abortUpload('gone', uploadId);
    await direct.abortUpload('gone', uploadId);
    expect(await s3.openUploads()).toBe(0);
  });

  it('signs an upload with the headers that belong to it', async () => {
    const store = await open('direct', {
      MLFLOW_S3_UPLOAD_EXTRA_ARGS: '{"StorageClass": "STANDARD_IA"}'
    });
    const { url, headers } = await store.direct!.signUpload('a b.html', 60);
    expect(headers).toEqual({
      'Content-Type': 'text/html',
      'x-amz-storage-class': 'STANDARD_IA'
    });
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-type;host;x-amz-storage-class'
    );
    const reply = await fetch(url, { method: 'PUT', body: 'x', headers });
    expect(reply.status).toBe(200);
    expect((await store.open('a b.html')).size).toBe(1);
  });

  it('signs a download that browsers save, and answers ranges', async () => {
    const store = await open('direct');
    await store.write('ü b.html', Readable.from([Buffer.from('0123')]));
    const { url, size } = await store.direct!.signDownload('ü b.html');
    expect(size).toBe(4);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
    const reply = await fetch(url, { headers: { range: 'bytes=1-2' } });
    expect(reply.status).toBe(206);
    expect(await reply.text()).toBe('12');
    expect(reply.headers.get('content-disposition')).toContain('attachment');
    await expect(store.direct!.signDownload('none')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST'
    });
  });
});
