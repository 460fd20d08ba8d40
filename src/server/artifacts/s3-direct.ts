import { posix } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type PutObjectCommandInput
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { requireFileName } from './artifact-path.js';
import type {
  DirectTransfer,
  SignedRequest,
  UploadedPart
} from './artifact-store.js';
import { attachment } from './content-disposition.js';
import { contentType } from './content-type.js';
import type { S3Connection } from './s3-connection.js';
import { isMissingUpload, s3Error } from './s3-error.js';
import { uploadHeaders } from './s3-upload-headers.js';

/** Long enough to send a part of any size over any line. */
const PART_SECONDS = 3600;

/** Signs URLs of one bucket; `keyOf` turns a path into a key. */
export class S3DirectTransfer implements DirectTransfer {
  readonly #s3: S3Connection;
  readonly #keyOf: (path: string) => string;

  constructor(s3: S3Connection, keyOf: (path: string) => string) {
    this.#s3 = s3;
    this.#keyOf = keyOf;
  }

  async startUpload(path: string, parts: number) {
    requireFileName(path);
    const target = this.#target(path);
    try {
      const { UploadId: uploadId = '' } = await this.#s3.client.send(
        new CreateMultipartUploadCommand({
          ...target,
          ContentType: contentType(path),
          ...this.#s3.settings.uploadArgs
        }),
        this.#s3.soon
      );
      return { uploadId, parts: await this.#signParts(path, uploadId, parts) };
    } catch (error) {
      throw s3Error(error, path);
    }
  }

  /** Drops the upload if nobody can send anything to it. */
  async #signParts(
    path: string,
    uploadId: string,
    parts: number
  ): Promise<SignedRequest[]> {
    const signed: SignedRequest[] = [];
    let isUsable = false;
    try {
      for (let number = 1; number <= parts; number++) {
        const part = {
          ...this.#target(path),
          UploadId: uploadId,
          PartNumber: number
        };
        const url = await getSignedUrl(
          this.#s3.client,
          new UploadPartCommand(part),
          { expiresIn: PART_SECONDS }
        );
        signed.push({ url, headers: {} });
      }
      isUsable = signed.length > 0;
      return signed;
    } finally {
      if (!isUsable) {
        await this.abortUpload(path, uploadId);
      }
    }
  }

  async completeUpload(
    path: string,
    uploadId: string,
    parts: readonly UploadedPart[]
  ): Promise<void> {
    const inOrder = [...parts].sort((a, b) => a.number - b.number);
    try {
      // It may take minutes to put large files together: no limit for the answer.
      await this.#s3.client.send(
        new CompleteMultipartUploadCommand({
          ...this.#target(path),
          UploadId: uploadId,
          MultipartUpload: {
            Parts: inOrder.map(({ number, etag }) => ({
              PartNumber: number,
              ETag: etag
            }))
          }
        })
      );
    } catch (error) {
      throw s3Error(error, path);
    }
  }

  async abortUpload(path: string, uploadId: string): Promise<void> {
    try {
      await this.#s3.client.send(
        new AbortMultipartUploadCommand({
          ...this.#target(path),
          UploadId: uploadId
        }),
        this.#s3.soon
      );
    } catch (error) {
      if (!isMissingUpload(error)) {
        throw s3Error(error, path);
      }
    }
  }

  async signUpload(path: string, seconds: number): Promise<SignedRequest> {
    requireFileName(path);
    const params: PutObjectCommandInput = {
      ...this.#target(path),
      ContentType: contentType(path),
      ...this.#s3.settings.uploadArgs
    };
    const headers = uploadHeaders(params);
    const names = new Set(Object.keys(headers).map(name => name.toLowerCase()));
    try {
      const url = await getSignedUrl(
        this.#s3.client,
        new PutObjectCommand(params),
        {
          expiresIn: seconds,
          signableHeaders: new Set(['host', ...names]),
          unhoistableHeaders: names
        }
      );
      return { url, headers };
    } catch (error) {
      throw s3Error(error, path);
    }
  }

  async signDownload(
    path: string,
    seconds = this.#s3.settings.downloadSeconds
  ) {
    requireFileName(path);
    const target = this.#target(path);
    try {
      const { ContentLength: size = 0 } = await this.#s3.client.send(
        new HeadObjectCommand(target),
        this.#s3.soon
      );
      const url = await getSignedUrl(
        this.#s3.client,
        new GetObjectCommand({
          ...target,
          // A browser that follows the URL saves the file instead of showing it.
          ResponseContentDisposition: attachment(posix.basename(path))
        }),
        { expiresIn: seconds }
      );
      return { url, headers: {}, size };
    } catch (error) {
      throw s3Error(error, path);
    }
  }

  #target(path: string) {
    return { ...this.#s3.bucket, Key: this.#keyOf(path) };
  }
}
