import type { Executor } from '../../executor/executor.js';
import { BEFORE_ALL, type PointsLeft } from '../../tracking/read-records.js';
import { PointDigests } from '../point-digests.js';
import type {
  Counts,
  ExperimentRecord,
  LoggedModelRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from '../records.js';
import type { Source } from '../source.js';
import type { StoredRecords } from '../target.js';

const RECORDS_PER_PAGE = 200;

/** A store of Trackbook's own. */
export class TrackbookSource implements Source {
  constructor(private readonly executor: Executor) {}

  counts(): Promise<Counts> {
    return this.executor.read('countRecords', {});
  }

  experiments(): Promise<ExperimentRecord[]> {
    return this.executor.read('readExperiments', {});
  }

  runs(): AsyncIterable<RunRecord[]> {
    return pages(by => this.executor.read('readRunPage', by));
  }

  async *points(runs: readonly RunRecord[]): AsyncIterable<PointRecord[]> {
    const runIds = runs.map(({ runId }) => runId);
    let left: PointsLeft | undefined = { runIds, from: BEFORE_ALL };
    while (left) {
      const page: { points: PointRecord[]; left?: PointsLeft } =
        await this.executor.read('readPoints', left);
      yield page.points;
      left = page.left;
    }
  }

  loggedModels(): AsyncIterable<LoggedModelRecord[]> {
    return pages(by => this.executor.read('readLoggedModelPage', by));
  }

  async *registeredModels(): AsyncIterable<RegisteredModelRecord[]> {
    yield await this.executor.read('readRegisteredModels', {});
  }

  async leftOut(): Promise<[]> {
    return [];
  }

  close(): Promise<void> {
    return this.executor.close();
  }
}

async function* pages<Record>(
  read: (by: {
    after: number;
    limit: number;
  }) => Promise<{ records: Record[]; next?: number }>
): AsyncIterable<Record[]> {
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: { records: Record[]; next?: number } = await read({
      after,
      limit: RECORDS_PER_PAGE
    });
    yield page.records;
    after = page.next;
  }
}

/** Looks up what a store of Trackbook's holds, by ids. */
export const storedRecords = (executor: Executor): StoredRecords => ({
  points: runs => new TrackbookSource(executor).points(runs),
  runs: runIds => executor.read('readRuns', { runIds }),
  pointDigests: async runIds =>
    PointDigests.fromJSON(await executor.read('digestPoints', { runIds })),
  loggedModels: modelIds => executor.read('readLoggedModels', { modelIds }),
  registeredModels: names => executor.read('readRegisteredModels', { names })
});
