import type { Change } from '../../api/trackbook.js';
import type { ChangeBus } from '../events/change-bus.js';
import type { reads, writes } from '../tracking/operations.js';

type Operations = Record<string, (tx: never, input: never) => Promise<unknown>>;

type InputOf<O extends Operations, Name extends keyof O> = Parameters<
  O[Name]
>[1];
type ResultOf<O extends Operations, Name extends keyof O> = Awaited<
  ReturnType<O[Name]>
>;

export type Reads = typeof reads;
export type Writes = typeof writes;

/** Runs operations by name, each in a transaction of its own. */
export interface Executor {
  read<Name extends keyof Reads>(
    name: Name,
    input: InputOf<Reads, Name>
  ): Promise<ResultOf<Reads, Name>>;
  /** Settles once the change is durable. */
  write<Name extends keyof Writes>(
    name: Name,
    input: InputOf<Writes, Name>
  ): Promise<ResultOf<Writes, Name>>;
  /** Calls `listener` with the changes of each commit, after it. */
  onCommit(listener: (changes: readonly Change[]) => void): void;
  /** Reaches the other servers of the same database, where there can be any. */
  readonly bus?: ChangeBus;
  /** Finishes what was accepted, then closes the database. */
  close(): Promise<void>;
}
