import { randomUUID } from 'node:crypto';
import { stat as statWithCallback, type Dirent, type Stats } from 'node:fs';
import {
  lstat,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm
} from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pipeline, Readable, Transform } from 'node:stream';
import { pipeline as flowThrough } from 'node:stream/promises';
import { promisify } from 'node:util';
import { invalidParameter } from '../../api/errors.js';
import { isAFolder, noSuchArtifact, wasReplaced } from './artifact-errors.js';
import { requireFileName, requireNotRoot } from './artifact-path.js';
import type {
  ArtifactEntry,
  ArtifactFile,
  ArtifactStore,
  ByteRange
} from './artifact-store.js';
import { flushingEarly } from './early-flush.js';
import { fileSystemError, isMissing } from './file-system-error.js';

const CHUNK_BYTES = 1024 * 1024;
/** Of a folder with 100,000 files all at once would take 350 MB. */
const STATS_AT_ONCE = 64;
/** Twice as fast as that of `node:fs/promises`. */
const stat = promisify(statWithCallback);

/** Files under way; the name is the one that MLflow reserves for them. */
const UPLOADING_PREFIX = '.artifact.uploading.';

/** Keeps artifacts as files below one folder, which it makes when first needed. */
export class LocalArtifactStore implements ArtifactStore {
  constructor(private readonly root: string) {}

  async check(): Promise<void> {
    await this.list('');
  }

  async write(path: string, source: Readable): Promise<void> {
    requireFileName(path);
    requireFreeName(basename(path));
    const target = await this.locate(path);
    const folder = dirname(target);
    try {
      await mkdir(folder, { recursive: true });
      await writeWhole(
        source,
        join(folder, UPLOADING_PREFIX + randomUUID()),
        target
      );
    } catch (error) {
      throw fileSystemError(error, path);
    }
  }

  async open(path: string): Promise<ArtifactFile> {
    const file = await this.locate(path);
    const found = await statIfAny(file, path);
    if (found?.isDirectory()) {
      throw isAFolder(path);
    }
    if (!found?.isFile()) {
      throw noSuchArtifact(path);
    }
    const version = versionOf(found);
    return {
      size: found.size,
      modifiedAt: found.mtime,
      version,
      read: (range = { start: 0, end: found.size - 1 }) =>
        readVersion({ file, path, version }, range)
    };
  }

  async list(path: string): Promise<ArtifactEntry[]> {
    const folder = await this.locate(path);
    const entries = await readFolder(folder, path);
    const shown = entries.filter(e => !e.name.startsWith(UPLOADING_PREFIX));
    const described: (ArtifactEntry | undefined)[] = [];
    for (let i = 0; i < shown.length; i += STATS_AT_ONCE) {
      const some = shown.slice(i, i + STATS_AT_ONCE);
      described.push(
        ...(await Promise.all(some.map(entry => describe(folder, entry))))
      );
    }
    return described
      .filter(entry => entry !== undefined)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async delete(path: string): Promise<void> {
    requireNotRoot(path);
    const target = await this.locate(path);
    try {
      await rm(target, { recursive: true, force: true });
    } catch (error) {
      if (!isMissing(error)) {
        throw fileSystemError(error, path);
      }
    }
  }

  async unfinished(before: Date): Promise<{ path: string; size: number }[]> {
    const found = [];
    for (const entry of await readFolder(this.root, '', true)) {
      const place = join(entry.parentPath, entry.name);
      const path = relative(this.root, place).split(sep).join('/');
      const upload = entry.isFile() && entry.name.startsWith(UPLOADING_PREFIX);
      const stats = upload && (await statIfAny(place, path));
      if (stats && stats.mtime < before) {
        found.push({ path, size: stats.size });
      }
    }
    return found;
  }

  /** The absolute place of `path`, sure not to leave the root by a symbolic link. */
  private async locate(path: string): Promise<string> {
    const target = join(this.root, path);
    const [root, real] = await Promise.all([
      resolveLinks(this.root, ''),
      resolveLinks(target, path)
    ]);
    if (real !== root && !real.startsWith(root + sep)) {
      throw invalidParameter(
        'Invalid path: resolved path is outside the artifact directory'
      );
    }
    return target;
  }
}

const requireFreeName = (name: string) => {
  if (name.startsWith(UPLOADING_PREFIX)) {
    throw invalidParameter(
      `Invalid artifact file name: '${name}'. Names starting with '${UPLOADING_PREFIX}' are reserved.`
    );
  }
};

/** Readers see the old file or the new one, never half of it, and a crash loses neither. */
const writeWhole = async (
  source: Readable,
  uploading: string,
  target: string
): Promise<void> => {
  try {
    const file = await open(uploading, 'wx');
    await flowThrough(
      source,
      flushingEarly(file),
      file.createWriteStream({ highWaterMark: CHUNK_BYTES, flush: true })
    );
    await rename(uploading, target);
  } catch (error) {
    await rm(uploading, { force: true });
    throw error;
  }
};

/** `place` without symbolic links; what does not exist yet stays as it is. `path` is what clients call it. */
const resolveLinks = async (place: string, path: string): Promise<string> => {
  try {
    return await realpath(place);
  } catch (error) {
    if (!isMissing(error)) {
      throw fileSystemError(error, path);
    }
  }
  if (await isDanglingLink(place)) {
    throw invalidParameter(
      'Invalid path: it goes through a symbolic link to nowhere'
    );
  }
  return join(await resolveLinks(dirname(place), path), basename(place));
};

const isDanglingLink = async (place: string): Promise<boolean> => {
  const found = await lstat(place).catch(() => undefined);
  return found?.isSymbolicLink() ?? false;
};

/** Times alone do not tell two files apart that were written within one tick of the disk's clock. */
const versionOf = ({ ino, mtimeMs, size }: Stats): string =>
  [ino, mtimeMs, size].map(part => part.toString(36)).join('-');

/** The bytes of the file that was found: what has taken its place meanwhile is not what the caller was told of. */
const readVersion = async (
  { file, path, version }: { file: string; path: string; version: string },
  range: ByteRange
): Promise<Readable> => {
  const opened = await ifAny(open(file), path);
  if (!opened) {
    throw noSuchArtifact(path);
  }
  if (versionOf(await opened.stat()) !== version) {
    await opened.close();
    throw wasReplaced(path);
  }
  if (range.end < range.start) {
    await opened.close();
    return Readable.from([]);
  }
  return pipeline(
    opened.createReadStream({ ...range, highWaterMark: CHUNK_BYTES }),
    exactly(range.end - range.start + 1),
    // Whoever reads hears of what goes wrong.
    () => {}
  );
};

/** Clients that write to the folder themselves may cut a file short, whose length is announced already. */
const exactly = (bytes: number): Transform => {
  let left = bytes;
  return new Transform({
    highWaterMark: CHUNK_BYTES,
    transform(chunk: Buffer, _, done) {
      left -= chunk.length;
      done(null, chunk);
    },
    flush(done) {
      done(
        left > 0 ? new Error('A file became shorter while it was read.') : null
      );
    }
  });
};

/** What is found; undefined where nothing is. */
const ifAny = async <Found>(
  found: Promise<Found>,
  path: string
): Promise<Found | undefined> => {
  try {
    return await found;
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw fileSystemError(error, path);
  }
};

const statIfAny = (file: string, path: string) => ifAny(stat(file), path);

const readFolder = async (
  folder: string,
  path: string,
  recursive = false
): Promise<Dirent[]> =>
  (await ifAny(readdir(folder, { withFileTypes: true, recursive }), path)) ??
  [];

/** Undefined if the entry was deleted meanwhile, or is a pipe or the like, which nobody may wait for. */
const describe = async (
  folder: string,
  { name }: Dirent
): Promise<ArtifactEntry | undefined> => {
  const found = await statIfAny(join(folder, name), name);
  if (found?.isDirectory()) {
    return { kind: 'folder', name };
  }
  return found?.isFile() ? { kind: 'file', name, size: found.size } : undefined;
};
