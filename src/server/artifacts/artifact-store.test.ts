import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { S3Server } from '../../testing/s3-server.js';
import type { ArtifactStore } from './artifact-store.js';
import { LocalArtifactStore } from './local.js';
import { openS3ArtifactStore } from './s3.js';
import { readS3Settings } from './s3-settings.js';

let folder: string;
let s3: S3Server;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trackbook-artifacts-'));
  s3 = await S3Server.start();
}, 30_000);

afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

const onDisk = async (name: string): Promise<ArtifactStore> =>
  new LocalArtifactStore(join(folder, name));

const onS3 = (name: string): Promise<ArtifactStore> =>
  openS3ArtifactStore(
    { kind: 's3', bucket: s3.bucket, prefix: `some/${name}` },
    readS3Settings(s3.environment)
  );

/** What every store does, on all of them. */
describe.each([
  ['on disk', onDisk],
  ['on S3', onS3]
])('artifacts %s', (_, open) => {
  let store: ArtifactStore;

  beforeEach(async () => {
    store = await open(`store ${++count}`);
  });

  const write = (path: string, content: string) =>
    store.write(path, Readable.from([Buffer.from(content)]));

  const read = async (path: string) => {
    const file = await store.open(path);
    return (await buffer(await file.read())).toString();
  };

  /** Yields some bytes, then fails as a connection does. */
  async function* breaking(chunks: number): AsyncGenerator<Buffer> {
    for (let i = 0; i < chunks; i++) {
      yield Buffer.alloc(1024 * 1024, i);
    }
    throw new Error('connection lost');
  }

  it('have nothing wrong with them', async () => {
    await expect(store.check()).resolves.toBeUndefined();
  });

  it('are given back as they were written', async () => {
    await write('run/model/MLmodel', 'flavors:');
    expect(await read('run/model/MLmodel')).toBe('flavors:');
  });

  it('may be empty', async () => {
    await store.write('empty', Readable.from([]));
    expect((await store.open('empty')).size).toBe(0);
    expect(await read('empty')).toBe('');
  });

  it('keep many megabytes byte for byte', async () => {
    const chunks = Array.from({ length: 70 }, (_, i) =>
      Buffer.alloc(300_001, i)
    );
    await store.write('big.bin', Readable.from(chunks));
    const hash = (bytes: Buffer) =>
      createHash('sha256').update(bytes).digest('hex');
    const file = await store.open('big.bin');
    const stored = await buffer(await file.read());
    expect(hash(stored)).toBe(hash(Buffer.concat(chunks)));
  });

  it('are replaced at once, and get another version', async () => {
    await write('note.txt', 'first!');
    const before = await store.open('note.txt');
    await write('note.txt', 'second');
    const after = await store.open('note.txt');
    expect(await read('note.txt')).toBe('second');
    expect(after.version).not.toBe(before.version);
  });

  it('are never read as another that has taken their place', async () => {
    await write('note.txt', 'first');
    const first = await store.open('note.txt');
    await write('note.txt', 'the second is longer');
    await expect(first.read()).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message:
        "The artifact was replaced while it was read; try again: 'note.txt'"
    });
    const second = await store.open('note.txt');
    await store.delete('note.txt');
    await expect(second.read()).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST'
    });
  });

  it.each([1, 20])(
    'stay as they were when the new one breaks off after %i MB',
    async megabytes => {
      await write('note.txt', 'old');
      await expect(
        store.write('note.txt', Readable.from(breaking(megabytes)))
      ).rejects.toThrow('connection lost');
      expect(await read('note.txt')).toBe('old');
      expect(await store.list('')).toHaveLength(1);
    }
  );

  it.each(['', 'a/'])('have a name, which %j is not', async path => {
    await expect(write(path, 'x')).rejects.toThrow('must include a file name');
  });

  it('are read in the range asked for', async () => {
    await write('digits', '0123456789');
    const file = await store.open('digits');
    expect(file.size).toBe(10);
    const part = await buffer(await file.read({ start: 2, end: 4 }));
    expect(part.toString()).toBe('234');
  });

  it('tell a missing file from a folder', async () => {
    await write('folder/file', 'x');
    await expect(store.open('none')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: "No such artifact: 'none'"
    });
    await expect(store.open('folder/file/below')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST'
    });
    for (const path of ['folder', '']) {
      await expect(store.open(path)).rejects.toMatchObject({
        code: 'INVALID_PARAMETER_VALUE'
      });
    }
  });

  it('are listed with their sizes, and folders, in order', async () => {
    await write('run/b.txt', 'four');
    await write('run/a/c.txt', 'x');
    await write('runner', 'x');
    expect(await store.list('run')).toEqual([
      { kind: 'folder', name: 'a' },
      { kind: 'file', name: 'b.txt', size: 4 }
    ]);
    expect((await store.list('')).map(({ name }) => name)).toEqual([
      'run',
      'runner'
    ]);
  });

  it('have nothing below a file, or where nothing is', async () => {
    await write('file', 'x');
    expect(await store.list('file')).toEqual([]);
    expect(await store.list('none')).toEqual([]);
  });

  it.each([
    'a b+c.txt',
    '50%25 of %2e.txt',
    'Ünïcode näme 模型.txt',
    `q?&='"<>!*().txt`,
    '...',
    'back\\slash'
  ])('take the name %j', async name => {
    await write(`names/${name}`, name);
    expect(await read(`names/${name}`)).toBe(name);
    expect((await store.list('names')).map(entry => entry.name)).toEqual([
      name
    ]);
    await store.delete(`names/${name}`);
    expect(await store.list('names')).toEqual([]);
  });

  it('are deleted one by one and by whole folders; absence is no error', async () => {
    await write('run/a/b', 'x');
    await write('run/a/c/d', 'x');
    await write('run/ab', 'x');
    await store.delete('run/none');
    await store.delete('run/a');
    expect(await store.list('run')).toEqual([
      { kind: 'file', name: 'ab', size: 1 }
    ]);
    await store.delete('run/ab');
    expect(await store.list('run')).toEqual([]);
  });

  it('are not all deleted at once', async () => {
    await write('a', 'x');
    await expect(store.delete('')).rejects.toThrow('must not be empty');
    expect(await read('a')).toBe('x');
  });
});
