import type { FeatureCheck } from '../features.js';
import type { Transport } from '../transport.js';
import type { Runs } from './runs.js';

/** The names in use in some experiments: what a search can ask for. */
export type RunKeys = { metrics: string[]; params: string[]; tags: string[] };

const SAMPLE_SIZE = 200;

export class Keys {
  constructor(
    private readonly _transport: Transport,
    private readonly _features: FeatureCheck,
    private readonly _runs: Runs
  ) {}

  async list(
    experimentIds: readonly string[],
    signal?: AbortSignal
  ): Promise<RunKeys> {
    if (!(await this._features.has('keys'))) {
      return this._fromNewestRuns(experimentIds, signal);
    }
    const reply = await this._transport.get<Partial<RunKeys>>(
      'ajax-api/2.0/trackbook/keys',
      { experiment_ids: experimentIds },
      signal
    );
    return {
      metrics: reply.metrics ?? [],
      params: reply.params ?? [],
      tags: reply.tags ?? []
    };
  }

  private async _fromNewestRuns(
    experimentIds: readonly string[],
    signal?: AbortSignal
  ): Promise<RunKeys> {
    const { runs } = await this._runs.search(
      { experimentIds, maxResults: SAMPLE_SIZE },
      signal
    );
    return {
      metrics: uniqueKeys(runs.map(run => run.metrics)),
      params: uniqueKeys(runs.map(run => run.params)),
      tags: uniqueKeys(runs.map(run => run.tags))
    };
  }
}

function uniqueKeys(records: readonly object[]): string[] {
  return [...new Set(records.flatMap(Object.keys))].sort();
}
