import type {
  Counts,
  ExperimentRecord,
  LoggedModelRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from './records.js';

/** A store to read from; it is never written to. */
export interface Source {
  /** What the store counts itself; nothing of what it cannot say without reading all. */
  counts(): Promise<Partial<Counts>>;
  experiments(): Promise<ExperimentRecord[]>;
  /** Deleted ones too, a few at a time. */
  runs(): AsyncIterable<RunRecord[]>;
  /** The whole histories of some runs' metrics, a few thousand points at a time. */
  points(runs: readonly RunRecord[]): AsyncIterable<PointRecord[]>;
  loggedModels(): AsyncIterable<LoggedModelRecord[]>;
  registeredModels(): AsyncIterable<RegisteredModelRecord[]>;
  /** What the store holds that Trackbook has no place for, in words; with how many there are. */
  leftOut(): Promise<{ what: string; count: number }[]>;
  /** What could not be read and was passed over, in words; other sources fail at it. */
  damage?(): readonly string[];
  close(): Promise<void>;
}
