import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
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
  (await buffer(await (await store.open(path)).read())).toString();

/** Yields some bytes, then fails as a connection does. */
async function* breaking(): AsyncGenerator<Buffer> {
  yield Buffer.from('half');
  throw new Error('connection lost');
}

describe('writing', () => {
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

  it('refuses a name that is too long', async () => {
    await write('short', 'x');
    await expect(write('x'.repeat(300), 'x')).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: `The artifact name is too long: '${'x'.repeat(300)}'`
    });
  });

  it('refuses the names of files under way', async () => {
    await expect(write('a/.artifact.uploading.x', 'x')).rejects.toThrow(
      'reserved'
    );
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
  it('goes on with the old file when a new one takes its place', async () => {
    const old = 'o'.repeat(3 * 1024 * 1024);
    await write('big', old);
    const content = await (await store.open('big')).read();
    await write('big', 'new');
    expect((await buffer(content)).toString()).toBe(old);
  });

  it('gives no more of a file that grows than was told of it', async () => {
    await write('log', 'told');
    const content = await (await store.open('log')).read();
    await appendFile(join(root, 'log'), ' and more');
    expect((await buffer(content)).toString()).toBe('told');
  });

  it('fails where less is left of a file than was told of it', async () => {
    await write('log', 'x'.repeat(3 * 1024 * 1024));
    const content = await (await store.open('log')).read();
    await truncate(join(root, 'log'), 5);
    await expect(buffer(content)).rejects.toThrow('became shorter');
  });

  it('finds nothing but files and folders', async () => {
    await write('file', 'x');
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await expect(store.open('pipe')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST'
    });
    expect(await store.list('')).toEqual([
      { kind: 'file', name: 'file', size: 1 }
    ]);
  });
});

describe('listing', () => {
  it('is empty as long as there is no root', async () => {
    const none = new LocalArtifactStore(join(folder, 'no'));
    expect(await none.list('')).toEqual([]);
  });

  it('hides files under way', async () => {
    await mkdir(root);
    await writeFile(join(root, '.artifact.uploading.1'), 'half');
    expect(await store.list('')).toEqual([]);
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
    await symlink('circle', join(root, 'circle'));
  });

  it('are followed inside of the root', async () => {
    expect(await read('shortcut/file')).toBe('ours');
  });

  it.each([
    'exit/secret',
    'exit/new',
    'dangling',
    'dangling/new',
    'circle',
    'circle/new'
  ])('do not lead outside by %s', async path => {
    const refused = { code: 'INVALID_PARAMETER_VALUE' };
    await expect(store.open(path)).rejects.toMatchObject(refused);
    await expect(write(path, 'x')).rejects.toMatchObject(refused);
    await expect(store.delete(path)).rejects.toMatchObject(refused);
  });

  it('are not listed where they lead nowhere', async () => {
    const names = (await store.list('')).map(({ name }) => name);
    expect(names).toEqual(['exit', 'inside', 'shortcut']);
  });

  it('leave what is outside as it was', async () => {
    await expect(store.list('exit')).rejects.toThrow('outside');
    await expect(store.delete('exit')).rejects.toThrow('outside');
    expect(await readFile(join(folder, 'outside', 'secret'), 'utf8')).toBe(
      'theirs'
    );
  });
});
