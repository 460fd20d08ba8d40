import type { Change } from '../../api/trackbook.js';
import { openForWriting } from '../store/sqlite/open.js';
import { reads, writes } from '../tracking/operations.js';
import type { Executor } from './executor.js';
import {
  commitGroup,
  readSnapshot,
  type Job,
  type Operation,
  type Outcome
} from './group-commit.js';

/** Runs operations on the calling thread, one after the other. */
export class InlineExecutor {
  readonly #connection;
  readonly #listeners: ((changes: readonly Change[]) => void)[] = [];
  #last: Promise<unknown> = Promise.resolve();

  static open(path = ':memory:'): Executor {
    return new InlineExecutor(path) as Executor;
  }

  private constructor(path: string) {
    this.#connection = openForWriting(path);
  }

  read(name: keyof typeof reads, input: unknown): Promise<unknown> {
    const job: Job = { operation: reads[name] as Operation, input };
    return this.#next(() => readSnapshot(this.#connection, job));
  }

  write(name: keyof typeof writes, input: unknown): Promise<unknown> {
    const job: Job = { operation: writes[name] as Operation, input };
    return this.#next(async () => {
      const { outcomes, changes } = await commitGroup(this.#connection, [job]);
      this.#listeners.forEach(listener => listener(changes));
      return outcomes[0];
    });
  }

  onCommit(listener: (changes: readonly Change[]) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    await this.#last;
    this.#connection.close();
  }

  #next(work: () => Promise<Outcome>): Promise<unknown> {
    const outcome = this.#last.then(work);
    this.#last = outcome;
    return outcome.then(result => {
      if ('error' in result) {
        throw result.error;
      }
      return result.value;
    });
  }
}
