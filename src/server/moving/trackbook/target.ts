import type { Executor } from '../../executor/executor.js';
import type {
  ExperimentRecord,
  LoggedModelRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from '../records.js';
import type { Target } from '../target.js';
import { storedRecords } from './source.js';

/** A store of Trackbook's own; its server may be running. */
export class TrackbookTarget implements Target {
  readonly stored;

  /** Experiments that are new here get a place below `artifactRoot`. */
  constructor(
    private readonly executor: Executor,
    private readonly artifactRoot: string
  ) {
    this.stored = storedRecords(executor);
  }

  placeExperiment(
    experiment: ExperimentRecord,
    { keepLocation }: { keepLocation: boolean }
  ): Promise<ExperimentRecord> {
    return this.executor.write('placeExperiment', {
      experiment,
      artifactRoot: keepLocation ? undefined : this.artifactRoot
    });
  }

  storeRuns(
    runs: readonly RunRecord[],
    points: readonly PointRecord[]
  ): Promise<void> {
    return this.executor.write('storeRuns', { runs, points });
  }

  storeLoggedModels(models: readonly LoggedModelRecord[]): Promise<void> {
    return this.executor.write('storeLoggedModels', { models });
  }

  storeRegisteredModels(
    models: readonly RegisteredModelRecord[]
  ): Promise<void> {
    return this.executor.write('storeRegisteredModels', { models });
  }

  close(): Promise<void> {
    return this.executor.close();
  }
}
