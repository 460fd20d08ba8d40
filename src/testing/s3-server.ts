import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client
} from '@aws-sdk/client-s3';

const PYTHON = path.resolve('.venv/bin/python');

/** Keys of any text will do for moto. */
const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/**
 * An S3 server with an empty bucket: moto, started for the test; or the one at
 * TRACKBOOK_TEST_S3_ENDPOINT, with the keys of the environment. moto forgets everything at
 * its end, so a restart brings a new empty bucket.
 */
export class S3Server {
  static async start(): Promise<S3Server> {
    const endpoint = process.env.TRACKBOOK_TEST_S3_ENDPOINT;
    if (endpoint) {
      return new S3Server(endpoint).#withBucket();
    }
    const { process: child, port } = await startMoto(0);
    return new S3Server(`http://127.0.0.1:${port}`, child).#withBucket();
  }

  readonly bucket = `test-${crypto.randomUUID()}`;
  readonly client: S3Client;

  private constructor(
    readonly endpoint: string,
    private child?: ChildProcess
  ) {
    for (const [name, value] of Object.entries(KEYS)) {
      process.env[name] ??= value;
    }
    this.client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED'
    });
  }

  /** Whether this server can be stopped and started. */
  get isOurs(): boolean {
    return this.child !== undefined;
  }

  /** What a tracking server needs to find this one. */
  get environment(): NodeJS.ProcessEnv {
    return {
      MLFLOW_S3_ENDPOINT_URL: this.endpoint,
      AWS_DEFAULT_REGION: 'us-east-1'
    };
  }

  uri(prefix = ''): string {
    return `s3://${this.bucket}/${prefix}`;
  }

  async put(key: string, content = 'x'): Promise<void> {
    const { bucket: Bucket } = this;
    await this.client.send(
      new PutObjectCommand({ Bucket, Key: key, Body: Buffer.from(content) })
    );
  }

  head(key: string) {
    return this.client.send(
      new HeadObjectCommand({ Bucket: this.bucket, Key: key })
    );
  }

  async keys(): Promise<string[]> {
    const { Contents = [] } = await this.client.send(
      new ListObjectsV2Command({ Bucket: this.bucket })
    );
    return Contents.map(({ Key = '' }) => Key);
  }

  async openUploads(): Promise<number> {
    const { Uploads = [] } = await this.client.send(
      new ListMultipartUploadsCommand({ Bucket: this.bucket })
    );
    return Uploads.length;
  }

  /** As a power cut: connections break. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    if (this.child?.exitCode === null && this.child.signalCode === null) {
      await once(this.child, 'exit');
    }
  }

  async restart(): Promise<void> {
    await this.kill();
    const { process: child } = await startMoto(
      Number(new URL(this.endpoint).port)
    );
    this.child = child;
    await this.#withBucket();
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.kill();
  }

  async #withBucket(): Promise<this> {
    await this.client.send(new CreateBucketCommand({ Bucket: this.bucket }));
    return this;
  }
}

const startMoto = async (port: number) => {
  const child = spawn(
    PYTHON,
    ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
    { stdio: ['ignore', 'pipe', 'pipe'] }
  );
  child.stdout.resume();
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
    if (address) {
      // Its log goes on: nobody reads it, and it must not fill the pipe.
      child.stderr.resume();
      return { process: child, port: Number(address[1]) };
    }
  }
  throw new Error('moto did not start');
};
