import type { MetricSummary as WireSummary } from '../../api/trackbook.js';
import { toKeyValues } from '../entities/key-values.js';
import { toMetricValue } from '../entities/metric.js';
import {
  toRun,
  type Run,
  type RunStatus,
  type WireRun
} from '../entities/run.js';
import type { FeatureCheck } from '../features.js';
import type { Transport } from '../transport.js';

const MLFLOW = 'ajax-api/2.0/mlflow/runs';
const TRACKBOOK = 'ajax-api/2.0/trackbook/runs';

export type RunViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

export type RunSearch = {
  experimentIds: readonly string[];
  filter?: string;
  orderBy?: readonly string[];
  viewType?: RunViewType;
  offset?: number;
  maxResults?: number;
};

export type RunPage = {
  runs: Run[];
  offset: number;
  totalCount: number;
  /** False where the server does not count: then there are more than `totalCount`. */
  isExact: boolean;
};

export type MetricSummary = {
  runId: string;
  key: string;
  count: number;
  min: number;
  max: number;
  first: number;
  last: number;
  lastStep: number;
};

export type RunComparison = { runs: Run[]; summaries: MetricSummary[] };

type NewMetric = { key: string; value: number; step?: number };

export class Runs {
  constructor(
    private readonly _transport: Transport,
    private readonly _features: FeatureCheck
  ) {}

  async search(search: RunSearch, signal?: AbortSignal): Promise<RunPage> {
    return (await this._features.has('runs.search'))
      ? this._searchCounted(search, signal)
      : this._searchPlain(search, signal);
  }

  async get(runId: string, signal?: AbortSignal): Promise<Run> {
    const reply = await this._transport.get<{ run: WireRun }>(
      `${MLFLOW}/get`,
      { run_id: runId },
      signal
    );
    return toRun(reply.run);
  }

  /** The runs in the order asked for, with what all their metric points say. */
  async compare(
    runIds: readonly string[],
    signal?: AbortSignal
  ): Promise<RunComparison> {
    if (!(await this._features.has('runs.compare'))) {
      const runs = await Promise.all(runIds.map(id => this.get(id, signal)));
      return { runs, summaries: [] };
    }
    const reply = await this._transport.post<{
      runs?: WireRun[];
      metric_summaries?: WireSummary[];
    }>(`${TRACKBOOK}/compare`, { run_ids: runIds }, signal);
    const byId = new Map(
      (reply.runs ?? []).map(toRun).map(run => [run.runId, run])
    );
    return {
      runs: runIds.flatMap(id => byId.get(id) ?? []),
      summaries: (reply.metric_summaries ?? []).map(toSummary)
    };
  }

  async rename(runId: string, name: string): Promise<void> {
    await this._transport.post(`${MLFLOW}/update`, {
      run_id: runId,
      run_name: name
    });
  }

  async setStatus(
    runId: string,
    status: RunStatus,
    endedAt?: number
  ): Promise<void> {
    await this._transport.post(`${MLFLOW}/update`, {
      run_id: runId,
      status,
      end_time: endedAt
    });
  }

  async setTag(runId: string, key: string, value: string): Promise<void> {
    await this._transport.post(`${MLFLOW}/set-tag`, {
      run_id: runId,
      key,
      value
    });
  }

  async deleteTag(runId: string, key: string): Promise<void> {
    await this._transport.post(`${MLFLOW}/delete-tag`, { run_id: runId, key });
  }

  async logParams(
    runId: string,
    params: Record<string, string>
  ): Promise<void> {
    await this._transport.post(`${MLFLOW}/log-batch`, {
      run_id: runId,
      params: toKeyValues(params)
    });
  }

  async logMetrics(
    runId: string,
    metrics: readonly NewMetric[],
    timestamp = Date.now()
  ): Promise<void> {
    const wire = metrics.map(({ key, value, step = 0 }) => ({
      key,
      value: Number.isFinite(value) ? value : String(value),
      timestamp,
      step
    }));
    await this._transport.post(`${MLFLOW}/log-batch`, {
      run_id: runId,
      metrics: wire
    });
  }

  async delete(runIds: readonly string[]): Promise<void> {
    await this._changeLifecycle('delete', runIds);
  }

  async restore(runIds: readonly string[]): Promise<void> {
    await this._changeLifecycle('restore', runIds);
  }

  /** Take a run that has just ended away for good; the server says why where it does not. */
  async discard(runId: string): Promise<void> {
    await this._transport.post(`${TRACKBOOK}/discard`, { run_id: runId });
  }

  private async _changeLifecycle(
    action: 'delete' | 'restore',
    runIds: readonly string[]
  ): Promise<void> {
    if (await this._features.has('runs.bulk')) {
      await this._transport.post(`${TRACKBOOK}/bulk`, {
        action,
        run_ids: runIds
      });
      return;
    }
    await Promise.all(
      runIds.map(run_id =>
        this._transport.post(`${MLFLOW}/${action}`, { run_id })
      )
    );
  }

  private async _searchCounted(
    search: RunSearch,
    signal?: AbortSignal
  ): Promise<RunPage> {
    const { offset = 0 } = search;
    const reply = await this._transport.post<{
      runs?: WireRun[];
      total_count?: number;
    }>(`${TRACKBOOK}/search`, { ...toWireSearch(search), offset }, signal);
    return {
      runs: (reply.runs ?? []).map(toRun),
      offset,
      totalCount: reply.total_count ?? 0,
      isExact: true
    };
  }

  private async _searchPlain(
    search: RunSearch,
    signal?: AbortSignal
  ): Promise<RunPage> {
    const { offset = 0 } = search;
    const reply = await this._transport.post<{
      runs?: WireRun[];
      next_page_token?: string;
    }>(
      `${MLFLOW}/search`,
      { ...toWireSearch(search), page_token: pageTokenAt(offset) },
      signal
    );
    const runs = (reply.runs ?? []).map(toRun);
    const hasMore = Boolean(reply.next_page_token);
    return {
      runs,
      offset,
      totalCount: offset + runs.length + (hasMore ? 1 : 0),
      isExact: !hasMore
    };
  }
}

function toWireSearch(search: RunSearch) {
  return {
    experiment_ids: search.experimentIds,
    filter: search.filter || undefined,
    order_by: search.orderBy,
    run_view_type: search.viewType ?? 'ACTIVE_ONLY',
    max_results: search.maxResults ?? 100
  };
}

/** MLflow's page token is an offset in disguise, so any page can be asked for. */
function pageTokenAt(offset: number): string | undefined {
  return offset > 0 ? btoa(JSON.stringify({ offset })) : undefined;
}

function toSummary(wire: WireSummary): MetricSummary {
  return {
    runId: wire.run_id,
    key: wire.key,
    count: wire.count,
    min: toMetricValue(wire.min),
    max: toMetricValue(wire.max),
    first: toMetricValue(wire.first),
    last: toMetricValue(wire.last),
    lastStep: wire.last_step
  };
}
