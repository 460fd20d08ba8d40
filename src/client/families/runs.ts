import type {
  KeyUses as WireKeyUses,
  MetricSummary as WireSummary
} from '../../api/trackbook.js';
import { keyUsesOf, toKeyUses, type KeyUses } from '../entities/key-uses.js';
import { toKeyValues } from '../entities/key-values.js';
import { toMetricValue } from '../entities/metric.js';
import {
  TELLING_TAGS,
  toRun,
  type Run,
  type RunStatus,
  type WireRun
} from '../entities/run.js';
import type { FeatureCheck } from '../features.js';
import type { Wire } from '../entities/wire.js';
import type { Transport } from '../transport.js';

const MLFLOW = 'ajax-api/2.0/mlflow/runs';
const TRACKBOOK = 'ajax-api/2.0/trackbook/runs';

export type RunViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

/** The keys of values that are wanted; of a kind without a list all are. */
export type WantedValues = {
  metrics?: readonly string[];
  params?: readonly string[];
  tags?: readonly string[];
};

/** Values that are wanted depending on what the runs have. */
export type ChosenValues = {
  /** What there is to choose from: the page's runs with nothing but these tags. */
  tags: readonly string[];
  choose(runs: readonly Run[], uses: KeyUses): WantedValues;
};

export type RunSearch = {
  experimentIds: readonly string[];
  filter?: string;
  orderBy?: readonly string[];
  viewType?: RunViewType;
  offset?: number;
  maxResults?: number;
  /** Without this, runs come with all they have; so they do from servers that know no better. */
  values?: WantedValues | ChosenValues;
};

export type RunPage = {
  runs: Run[];
  offset: number;
  totalCount: number;
  /** False where the server does not count: then there are more than `totalCount`. */
  isExact: boolean;
  /** What the page's runs have, where values were chosen by it. */
  keyUses?: KeyUses;
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

export type NewRun = {
  experimentId: string;
  /** Without one the server makes one up. */
  name?: string;
  startedAt: number;
  tags: Record<string, string>;
};

type NewMetric = { key: string; value: number; step?: number };

export class Runs {
  constructor(
    private readonly _transport: Transport,
    private readonly _features: FeatureCheck
  ) {}

  async search(search: RunSearch, signal?: AbortSignal): Promise<RunPage> {
    const { features } = await this._features.get();
    const { values } = search;
    if (!features.has('runs.search.values')) {
      const page = await (features.has('runs.search')
        ? this._searchCounted({ ...search, values: undefined }, signal)
        : this._searchPlain(search, signal));
      return isChosen(values)
        ? { ...page, keyUses: keyUsesOf(page.runs) }
        : page;
    }
    return isChosen(values)
      ? this._searchChosen(search, values, signal)
      : this._searchCounted({ ...search, values }, signal);
  }

  async get(runId: string, signal?: AbortSignal): Promise<Run> {
    const reply = await this._transport.get<{ run: WireRun }>(
      `${MLFLOW}/get`,
      { run_id: runId },
      signal
    );
    return toRun(reply.run);
  }

  /** A run that is running from now on. */
  async create(run: NewRun): Promise<Run> {
    const reply = await this._transport.post<{ run: WireRun }>(
      `${MLFLOW}/create`,
      {
        experiment_id: run.experimentId,
        run_name: run.name,
        start_time: run.startedAt,
        tags: toKeyValues(run.tags)
      }
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
    endedAt?: number,
    { keepalive }: { keepalive?: boolean } = {}
  ): Promise<void> {
    await this._transport.post(
      `${MLFLOW}/update`,
      { run_id: runId, status, end_time: endedAt },
      undefined,
      keepalive
    );
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

  /** Asks for what the runs have first, then for the values that are chosen by it. */
  private async _searchChosen(
    search: RunSearch,
    { tags, choose }: ChosenValues,
    signal?: AbortSignal
  ): Promise<RunPage> {
    const outline = await this._searchCounted(
      { ...search, values: { metrics: [], params: [], tags } },
      signal,
      true
    );
    const keyUses = outline.keyUses!;
    const values = choose(outline.runs, keyUses);
    const page = await this._searchCounted({ ...search, values }, signal);
    return { ...page, keyUses };
  }

  private async _searchCounted(
    search: RunSearch & { values?: WantedValues },
    signal?: AbortSignal,
    countKeys?: true
  ): Promise<RunPage> {
    const { offset = 0, values } = search;
    const reply = await this._transport.post<{
      runs?: WireRun[];
      total_count?: number;
      key_uses?: Wire<WireKeyUses>;
    }>(
      `${TRACKBOOK}/search`,
      {
        ...toWireSearch(search),
        offset,
        values: values && withTellingTags(values),
        count_keys: countKeys
      },
      signal
    );
    return {
      runs: (reply.runs ?? []).map(toRun),
      offset,
      totalCount: reply.total_count ?? 0,
      isExact: true,
      keyUses: countKeys && toKeyUses(reply.key_uses ?? {})
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

const isChosen = (values: RunSearch['values']): values is ChosenValues =>
  values !== undefined && 'choose' in values;

const withTellingTags = ({ tags, ...others }: WantedValues): WantedValues => ({
  ...others,
  tags: tags && [...new Set([...TELLING_TAGS, ...tags])]
});

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
