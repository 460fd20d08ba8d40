import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Settings } from './s3-settings.js';

export type Patience = {
  /** Until there is a connection. */
  connectMs: number;
  /** Until the answer to a question begins. */
  answerMs: number;
  /** Without a byte in either direction, as when a client has stopped to read. */
  idleMs: number;
};

const PATIENCE: Patience = {
  connectMs: 5_000,
  answerMs: 20_000,
  idleMs: 120_000
};

/** Every download may take a connection for as long as its client is slow. */
const MAX_SOCKETS = 1024;

const FALLBACK_REGION = 'us-east-1';

/** A client for one bucket. */
export class S3Connection {
  static async open(
    bucket: string,
    settings: S3Settings,
    patience = PATIENCE
  ): Promise<S3Connection> {
    const client = new S3Client(clientConfig(settings, patience));
    try {
      await client.config.region();
      return new S3Connection(client, bucket, settings, patience);
    } catch {
      // No profile names a region either: Amazon's Python tools take this one then.
      const region = { ...settings, region: FALLBACK_REGION };
      return S3Connection.open(bucket, region, patience);
    }
  }

  /** What every command of this bucket starts with. */
  readonly bucket: { Bucket: string; ExpectedBucketOwner?: string };

  /** Options for questions whose answer begins soon. */
  readonly soon: { requestTimeout: number };

  private constructor(
    readonly client: S3Client,
    bucket: string,
    readonly settings: S3Settings,
    patience: Patience
  ) {
    this.bucket = { Bucket: bucket, ExpectedBucketOwner: settings.bucketOwner };
    this.soon = { requestTimeout: patience.answerMs };
  }

  close(): void {
    this.client.destroy();
  }
}

const clientConfig = (
  settings: S3Settings,
  patience: Patience
): S3ClientConfig => ({
  endpoint: settings.endpoint,
  region: settings.region,
  forcePathStyle: isPathStyle(settings),
  followRegionRedirects: true,
  // Many compatible servers do not know Amazon's newer checksums, and a signed URL would
  // carry that of an empty body.
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  requestHandler: {
    connectionTimeout: patience.connectMs,
    socketTimeout: patience.idleMs,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    httpsAgent: new Agent({
      keepAlive: true,
      maxSockets: MAX_SOCKETS,
      rejectUnauthorized: settings.verifyTls,
      ca: settings.caBundle && readFileSync(settings.caBundle)
    })
  }
});

/** As boto3 has it: servers at an address of their own seldom have a name for each bucket. */
const isPathStyle = ({ addressing, endpoint }: S3Settings): boolean =>
  addressing === 'path' || (addressing === 'auto' && endpoint !== undefined);
