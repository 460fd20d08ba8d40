import { randomUUID } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import {
  lstat,
  mkdir,
  open,
  readdir,
  realpath,
  rename,
  rm,
  stat
} from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { invalidParameter } from '../../api/errors.js';
import { isAFolder, noSuchArtifact } from './artifact-errors.js';
import { requireFileName, requireNotRoot } from './artifact-path.js';
import type {
  ArtifactEntry,
  ArtifactFile,
  ArtifactStore
} from './artifact-store.js';
import { flushingEarly } from './early-flush.js';
import { fileSystemError, isMissing } from './file-system-error.js';

const CHUNK_BYTES = 1024 * 1024;

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
    if (!found) {
      throw noSuchArtifact(path);
    }
    if (found.isDirectory()) {
      throw isAFolder(path);
    }
    return {
      size: found.size,
      modifiedAt: found.mtime,
      version: `${found.mtimeMs.toString(36)}-${found.size.toString(36)}`,
      read: async range =>
        createReadStream(file, { ...range, highWaterMark: CHUNK_BYTES })
    };
  }

  async list(path: string): Promise<ArtifactEntry[]> {
    const folder = await this.locate(path);
    const entries = await readFolder(folder, path);
    const shown = entries.filter(e => !e.name.startsWith(UPLOADING_PREFIX));
    const described = await Promise.all(shown.map(e => describe(folder, e)));
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

  /** The absolute place of `path`, sure not to leave the root by a symbolic link. */
  private async locate(path: string): Promise<string> {
    const target = join(this.root, path);
    const [root, real] = await Promise.all([
      resolveLinks(this.root),
      resolveLinks(target)
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
    await pipeline(
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

/** `path` without symbolic links; what does not exist yet stays as it is. */
const resolveLinks = async (path: string): Promise<string> => {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) {
      throw fileSystemError(error, path);
    }
  }
  if (await isDanglingLink(path)) {
    throw invalidParameter(
      'Invalid path: it goes through a symbolic link to nowhere'
    );
  }
  return join(await resolveLinks(dirname(path)), basename(path));
};

const isDanglingLink = async (path: string): Promise<boolean> => {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSymbolicLink() ?? false;
};

const statIfAny = async (file: string, path: string) => {
  try {
    return await stat(file);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw fileSystemError(error, path);
  }
};

const readFolder = async (folder: string, path: string): Promise<Dirent[]> => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) {
      return [];
    }
    throw fileSystemError(error, path);
  }
};

/** Undefined if the entry was deleted meanwhile. */
const describe = async (
  folder: string,
  { name }: Dirent
): Promise<ArtifactEntry | undefined> => {
  const found = await statIfAny(join(folder, name), name);
  if (!found) {
    return undefined;
  }
  return found.isDirectory()
    ? { kind: 'folder', name }
    : { kind: 'file', name, size: found.size };
};
