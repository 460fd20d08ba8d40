import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { LocalArtifactStore } from './local.js';

let folder: string;
let root: string;
let store: LocalArtifactStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trackbook-artifacts-'));
  root = join(folder, 'artifacts');
  store = new LocalArtifactStore(root);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (path: string, content: string) =>
  store.write(path, Readable.from([Buffer.from(content)]));

const read = async (path: string) =>
  (await buffer((await store.open(path)).read())).toString();

/** Yields some bytes, then fails as a connection does. */
async function* breaking(): AsyncGenerator<Buffer> {
  yield Buffer.from('half');
  throw new Error('connection lost');
}

describe('writing', () => {
  it('makes the folders on the way and gives back what was written', async () => {
    await write('run/model/MLmodel', 'flavors:');
    expect(await read('run/model/MLmodel')).toBe('flavors:');
  });

  it('stores an empty file', async () => {
    await store.write('empty', Readable.from([]));
    expect((await store.open('empty')).size).toBe(0);
    expect(await read('empty')).toBe('');
  });

  it('keeps many megabytes byte for byte', async () => {
    const chunks = Array.from({ length: 40 }, (_, i) =>
      Buffer.alloc(300_001, i)
    );
    await store.write('big.bin', Readable.from(chunks));
    const hash = (bytes: Buffer) =>
      createHash('sha256').update(bytes).digest('hex');
    const stored = await buffer((await store.open('big.bin')).read());
    expect(hash(stored)).toBe(hash(Buffer.concat(chunks)));
  });

  it('replaces a file at once', async () => {
    await write('note.txt', 'a long first version');
    await write('note.txt', 'second');
    expect(await read('note.txt')).toBe('second');
  });

  it('leaves nothing behind when the source breaks, and the old file alone', async () => {
    await write('note.txt', 'old');
    await expect(
      store.write('note.txt', Readable.from(breaking()))
    ).rejects.toThrow('connection lost');
    expect(await read('note.txt')).toBe('old');
    expect(await readdir(root)).toEqual(['note.txt']);
  });

  it('says that the disk is full', async () => {
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    const source = new Readable({
      read() {
        this.destroy(full);
      }
    });
    await expect(store.write('a/b', source)).rejects.toMatchObject({
      code: 'IO_ERROR',
      message: "The disk that holds the artifacts is full: 'a/b'"
    });
    expect(await readdir(join(root, 'a'))).toEqual([]);
  });

  it.each([
    ['', 'must include a file name'],
    ['.artifact.uploading.x', 'reserved']
  ])('refuses the name %j', async (path, message) => {
    await expect(write(path, 'x')).rejects.toThrow(message);
  });

  it('refuses a file in the place of a folder and the other way round', async () => {
    await write('a/b', 'x');
    await expect(write('a', 'x')).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE'
    });
    await expect(write('a/b/c', 'x')).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE'
    });
  });
});

describe('reading', () => {
  it('gives the range asked for', async () => {
    await write('digits', '0123456789');
    const file = await store.open('digits');
    expect(file.size).toBe(10);
    expect((await buffer(file.read({ start: 2, end: 4 }))).toString()).toBe(
      '234'
    );
  });

  it('tells a missing file from a folder', async () => {
    await write('folder/file', 'x');
    await expect(store.open('none')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: "No such artifact: 'none'"
    });
    await expect(store.open('folder/file/below')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST'
    });
    await expect(store.open('folder')).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE'
    });
  });
});

describe('listing', () => {
  it('names files with their sizes, and folders, in order', async () => {
    await write('run/b.txt', 'four');
    await write('run/a/c.txt', 'x');
    expect(await store.list('run')).toEqual([
      { kind: 'folder', name: 'a' },
      { kind: 'file', name: 'b.txt', size: 4 }
    ]);
  });

  it('hides files under way', async () => {
    await mkdir(root);
    await writeFile(join(root, '.artifact.uploading.1'), 'half');
    expect(await store.list('')).toEqual([]);
  });

  it('has nothing to say of a file, or of what is not there', async () => {
    await write('file', 'x');
    expect(await store.list('file')).toEqual([]);
    expect(await store.list('none')).toEqual([]);
    expect(await new LocalArtifactStore(join(folder, 'no')).list('')).toEqual(
      []
    );
  });
});

describe('deleting', () => {
  it('takes files and whole folders, and takes absence for done', async () => {
    await write('run/a/b', 'x');
    await write('run/c', 'x');
    await store.delete('run/c');
    await store.delete('run/a');
    await store.delete('run/none');
    expect(await store.list('run')).toEqual([]);
  });

  it('does not delete the root', async () => {
    await write('a', 'x');
    await expect(store.delete('')).rejects.toThrow('must not be empty');
    expect(await read('a')).toBe('x');
  });
});

describe('symbolic links', () => {
  beforeEach(async () => {
    await write('inside/file', 'ours');
    await mkdir(join(folder, 'outside'));
    await writeFile(join(folder, 'outside', 'secret'), 'theirs');
    await symlink(join(folder, 'outside'), join(root, 'exit'));
    await symlink(join(folder, 'gone'), join(root, 'dangling'));
    await symlink(join(root, 'inside'), join(root, 'shortcut'));
  });

  it('are followed inside of the root', async () => {
    expect(await read('shortcut/file')).toBe('ours');
  });

  it.each(['exit/secret', 'exit/new', 'dangling', 'dangling/new'])(
    'do not lead outside by %s',
    async path => {
      const refused = { code: 'INVALID_PARAMETER_VALUE' };
      await expect(store.open(path)).rejects.toMatchObject(refused);
      await expect(write(path, 'x')).rejects.toMatchObject(refused);
      await expect(store.delete(path)).rejects.toMatchObject(refused);
    }
  );

  it('leave what is outside as it was', async () => {
    await expect(store.list('exit')).rejects.toThrow('outside');
    await expect(store.delete('exit')).rejects.toThrow('outside');
    expect(await readFile(join(folder, 'outside', 'secret'), 'utf8')).toBe(
      'theirs'
    );
  });
});
