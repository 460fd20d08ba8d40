import type {
  ExperimentRecord,
  LoggedModelRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from './records.js';
import type { PointDigests } from './point-digests.js';

/**
 * A store to write to. Every record may be there already, from an earlier time: it is then
 * brought up to date. Each call is stored whole or not at all.
 */
export interface Target {
  /** Makes or finds the experiment; it may be stored under another id and place. */
  placeExperiment(
    experiment: ExperimentRecord,
    options: { keepLocation: boolean }
  ): Promise<ExperimentRecord>;
  /** Runs, and points of these or earlier runs. */
  storeRuns(
    runs: readonly RunRecord[],
    points: readonly PointRecord[]
  ): Promise<void>;
  /** Their runs are stored already; metrics of other runs are left out. */
  storeLoggedModels(models: readonly LoggedModelRecord[]): Promise<void>;
  storeRegisteredModels(
    models: readonly RegisteredModelRecord[]
  ): Promise<void>;
  /** What is stored now, to check it. */
  readonly stored: StoredRecords;
  close(): Promise<void>;
}

export interface StoredRecords {
  points(runs: readonly RunRecord[]): AsyncIterable<PointRecord[]>;
  runs(ids: readonly string[]): Promise<RunRecord[]>;
  pointDigests(runIds: readonly string[]): Promise<PointDigests>;
  loggedModels(ids: readonly string[]): Promise<LoggedModelRecord[]>;
  registeredModels(names: readonly string[]): Promise<RegisteredModelRecord[]>;
}
