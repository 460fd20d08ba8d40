import { Worker } from 'node:worker_threads';
import type { Change } from '../../api/trackbook.js';
import type { Executor } from './executor.js';
import type { WorkerOptions } from './messages.js';
import { WorkerThread } from './worker-thread.js';

type Role = WorkerOptions['role'];

/** Writes go to one thread and reads to others, so that a slow search delays no logging. */
export class WorkerExecutor {
  readonly #writer: WorkerThread;
  #readers: WorkerThread[] = [];
  readonly #options: { start: (role: Role) => WorkerThread; readers: number };

  /** Settles when the database is open for writing and up to date. */
  static async open(
    databasePath: string,
    options: { workerUrl: URL; readers: number }
  ): Promise<Executor> {
    const start = (role: Role) =>
      new WorkerThread(
        new Worker(options.workerUrl, { workerData: { role, databasePath } })
      );
    const executor = new WorkerExecutor({ start, readers: options.readers });
    try {
      await executor.#writer.ready;
    } catch (error) {
      await executor.#terminate();
      throw error;
    }
    return executor as Executor;
  }

  private constructor(options: {
    start: (role: Role) => WorkerThread;
    readers: number;
  }) {
    this.#options = options;
    this.#writer = options.start('writer');
  }

  read(name: string, input: unknown): Promise<unknown> {
    return this.#idleReader().call(name, input);
  }

  write(name: string, input: unknown): Promise<unknown> {
    return this.#writer.call(name, input);
  }

  onCommit(listener: (changes: readonly Change[]) => void): void {
    this.#writer.onChanges = listener;
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map(reader => reader.close()));
    await this.#writer.close();
  }

  /** The reader with the least to do; another is started when all are busy, the first when it is needed. */
  #idleReader(): WorkerThread {
    this.#readers = this.#readers.filter(reader => reader.alive);
    const [idlest] = this.#readers.toSorted((a, b) => a.pending - b.pending);
    if (
      idlest?.pending === 0 ||
      this.#readers.length >= this.#options.readers
    ) {
      return idlest;
    }
    const another = this.#options.start('reader');
    this.#readers.push(another);
    return another;
  }

  async #terminate(): Promise<void> {
    const threads = [this.#writer, ...this.#readers];
    await Promise.all(threads.map(thread => thread.terminate()));
  }
}
