import type { Worker } from 'node:worker_threads';
import type { Change } from '../../api/trackbook.js';
import {
  errorOf,
  type FromWorker,
  type Reply,
  type ToWorker
} from './messages.js';

interface Call {
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** The main thread's end of one worker: calls go out, replies settle them. */
export class WorkerThread {
  readonly ready: Promise<void>;
  onChanges: (changes: readonly Change[]) => void = () => {};

  readonly #worker: Worker;
  readonly #calls = new Map<number, Call>();
  #outgoing: ToWorker = [];
  readonly #exited: Promise<void>;
  #failure: unknown;
  #lastId = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#exited = new Promise(resolve => worker.once('exit', () => resolve()));
    this.ready = new Promise((resolve, reject) => {
      worker.once('error', reject);
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') {
          resolve();
        } else if (message.kind === 'failed') {
          reject(new Error(message.message));
        } else {
          this.#settle(message.replies);
          if (message.changes.length > 0) {
            this.onChanges(message.changes);
          }
        }
      });
    });
    // Whoever calls a worker that did not start gets the error, waited for or not.
    this.ready.catch(() => {});
    worker.once('error', error => this.#fail(error));
    worker.once('exit', () => this.#fail(new Error('The thread has ended.')));
  }

  get pending(): number {
    return this.#calls.size;
  }

  /** Whether it can still answer. */
  get alive(): boolean {
    return this.#failure === undefined;
  }

  call(name: string, input: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.alive) {
        reject(this.#failure);
        return;
      }
      const id = ++this.#lastId;
      this.#calls.set(id, { resolve, reject });
      this.#send({ id, name, input });
    });
  }

  async close(): Promise<void> {
    this.#send('close');
    await this.#exited;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(request: ToWorker[number]): void {
    if (this.#outgoing.push(request) === 1) {
      setImmediate(() => this.#post());
    }
  }

  #post(): void {
    const requests = this.#outgoing;
    this.#outgoing = [];
    try {
      this.#worker.postMessage(requests);
    } catch (error) {
      // One of them cannot be copied: whoever waits must hear of it.
      const calls = requests.filter(request => request !== 'close');
      this.#settle(calls.map(({ id }) => ({ id, error })));
    }
  }

  #settle(replies: readonly Reply[]): void {
    for (const reply of replies) {
      const call = this.#calls.get(reply.id);
      this.#calls.delete(reply.id);
      if ('value' in reply) {
        call?.resolve(reply.value);
      } else {
        call?.reject(errorOf(reply));
      }
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const call of this.#calls.values()) {
      call.reject(error);
    }
    this.#calls.clear();
  }
}
