import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  type PutObjectCommandInput
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { isAFolder, noSuchArtifact } from './artifact-errors.js';
import { requireFileName, requireNotRoot } from './artifact-path.js';
import type {
  ArtifactEntry,
  ArtifactFile,
  ArtifactStore,
  ByteRange,
  DirectTransfer
} from './artifact-store.js';
import { contentType } from './content-type.js';
import type { ArtifactPlace } from './artifact-place.js';
import { S3Connection } from './s3-connection.js';
import { S3DirectTransfer } from './s3-direct.js';
import { isMissingObject, s3Error } from './s3-error.js';
import type { S3Settings } from './s3-settings.js';

const PART_BYTES = 8 * 1024 * 1024;
const MAX_PARTS = 10_000;

/** Memory that one upload may take, in parts. */
const PARTS_AT_ONCE = 3;

export const openS3ArtifactStore = async (
  { bucket, prefix }: Extract<ArtifactPlace, { kind: 's3' }>,
  settings: S3Settings
): Promise<S3ArtifactStore> =>
  new S3ArtifactStore(await S3Connection.open(bucket, settings), prefix);

/** Keeps artifacts as objects of a bucket, below one prefix. */
export class S3ArtifactStore implements ArtifactStore {
  readonly direct?: DirectTransfer;
  readonly #s3: S3Connection;
  readonly #prefix: string;

  constructor(s3: S3Connection, prefix: string) {
    this.#s3 = s3;
    this.#prefix = prefix;
    this.direct = s3.settings.direct
      ? new S3DirectTransfer(s3, path => this.#key(path))
      : undefined;
  }

  async check(): Promise<void> {
    await this.#isFolder('');
  }

  async write(path: string, source: Readable, size = 0): Promise<void> {
    requireFileName(path);
    const upload = new Upload({
      client: this.#s3.client,
      params: {
        ...this.#s3.bucket,
        Key: this.#key(path),
        ContentType: contentType(path),
        ...this.#s3.settings.uploadArgs,
        Body: source
      } satisfies PutObjectCommandInput,
      partSize: Math.max(PART_BYTES, Math.ceil(size / MAX_PARTS)),
      queueSize: PARTS_AT_ONCE
    });
    try {
      await upload.done();
    } catch (error) {
      // A source that broke is not the storage's fault.
      throw error === source.errored ? error : s3Error(error, path);
    }
  }

  async open(path: string): Promise<ArtifactFile> {
    const found = await this.#head(path);
    if (!found) {
      throw (await this.#isFolder(path))
        ? isAFolder(path)
        : noSuchArtifact(path);
    }
    const { ETag: etag = '' } = found;
    return {
      size: found.ContentLength ?? 0,
      modifiedAt: found.LastModified ?? new Date(0),
      version: etag.replace(/^W\/|"/g, ''),
      read: range => this.#read(path, etag, range)
    };
  }

  async list(path: string): Promise<ArtifactEntry[]> {
    const folder = this.#folderKey(path);
    const entries: ArtifactEntry[] = [];
    const pages = paginateListObjectsV2(
      { client: this.#s3.client },
      { ...this.#s3.bucket, Prefix: folder, Delimiter: '/' },
      this.#s3.soon
    );
    try {
      for await (const { CommonPrefixes = [], Contents = [] } of pages) {
        for (const { Prefix = '' } of CommonPrefixes) {
          entries.push({
            kind: 'folder',
            name: Prefix.slice(folder.length, -1)
          });
        }
        for (const { Key = '', Size = 0 } of Contents) {
          entries.push({
            kind: 'file',
            name: Key.slice(folder.length),
            size: Size
          });
        }
      }
    } catch (error) {
      throw s3Error(error, path);
    }
    return entries
      .filter(({ name }) => isReachable(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async delete(path: string): Promise<void> {
    requireNotRoot(path);
    try {
      await this.#s3.client.send(
        new DeleteObjectCommand({ ...this.#s3.bucket, Key: this.#key(path) }),
        this.#s3.soon
      );
      await this.#deleteFolder(path);
    } catch (error) {
      throw s3Error(error, path);
    }
  }

  /** Page by page: what was deleted is not listed again. */
  async #deleteFolder(path: string): Promise<void> {
    const pages = paginateListObjectsV2(
      { client: this.#s3.client },
      { ...this.#s3.bucket, Prefix: this.#folderKey(path) },
      this.#s3.soon
    );
    for await (const { Contents = [] } of pages) {
      if (Contents.length === 0) {
        return;
      }
      const { Errors = [] } = await this.#s3.client.send(
        new DeleteObjectsCommand({
          ...this.#s3.bucket,
          Delete: { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true }
        }),
        this.#s3.soon
      );
      if (Errors.length > 0) {
        const [{ Code, Message }] = Errors;
        throw Object.assign(new Error(Message), { name: Code });
      }
    }
  }

  async #head(path: string) {
    if (path === '') {
      return undefined;
    }
    try {
      return await this.#s3.client.send(
        new HeadObjectCommand({ ...this.#s3.bucket, Key: this.#key(path) }),
        this.#s3.soon
      );
    } catch (error) {
      // A missing bucket looks the same here; the listing that follows tells them apart.
      if (isMissingObject(error)) {
        return undefined;
      }
      throw s3Error(error, path);
    }
  }

  async #isFolder(path: string): Promise<boolean> {
    try {
      const { KeyCount = 0 } = await this.#s3.client.send(
        new ListObjectsV2Command({
          ...this.#s3.bucket,
          Prefix: this.#folderKey(path),
          MaxKeys: 1
        }),
        this.#s3.soon
      );
      return KeyCount > 0;
    } catch (error) {
      throw s3Error(error, path);
    }
  }

  async #read(
    path: string,
    etag: string,
    range?: ByteRange
  ): Promise<Readable> {
    try {
      const { Body } = await this.#s3.client.send(
        new GetObjectCommand({
          ...this.#s3.bucket,
          Key: this.#key(path),
          IfMatch: etag || undefined,
          Range: range && `bytes=${range.start}-${range.end}`
        }),
        this.#s3.soon
      );
      return Body as Readable;
    } catch (error) {
      throw s3Error(error, path);
    }
  }

  #key(path: string): string {
    return [this.#prefix, path].filter(Boolean).join('/');
  }

  #folderKey(path: string): string {
    const key = this.#key(path);
    return key && `${key}/`;
  }
}

/** Other programs may write keys that no path here leads to, and marks of folders, which have no name. */
const isReachable = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..';
