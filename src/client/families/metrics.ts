import type { MetricSeries as WireSeries } from '../../api/trackbook.js';
import {
  toMetricPoint,
  toMetricValue,
  type MetricPoint,
  type WireMetric
} from '../entities/metric.js';
import type { FeatureCheck } from '../features.js';
import type { Transport } from '../transport.js';

export type MetricSeries = {
  runId: string;
  key: string;
  points: MetricPoint[];
  /** How many points there are; `points` holds fewer when sampled. */
  totalCount: number;
  isSampled: boolean;
  min: number;
  max: number;
  last: number;
};

type SeriesRequest = {
  runIds: readonly string[];
  keys: readonly string[];
  maxPoints?: number;
};

const HISTORY_LIMIT = 25_000;

export class Metrics {
  constructor(
    private readonly _transport: Transport,
    private readonly _features: FeatureCheck
  ) {}

  /** Histories made small enough for a screen, with their extremes kept. */
  async sampled(
    request: SeriesRequest,
    signal?: AbortSignal
  ): Promise<MetricSeries[]> {
    if (!(await this._features.has('metrics.sampled'))) {
      return this._histories(request, signal);
    }
    const reply = await this._transport.post<{ series?: WireSeries[] }>(
      'ajax-api/2.0/trackbook/metrics/sampled',
      {
        run_ids: request.runIds,
        metric_keys: request.keys,
        max_points: request.maxPoints
      },
      signal
    );
    return (reply.series ?? []).map(toSeries);
  }

  private async _histories(
    { runIds, keys }: SeriesRequest,
    signal?: AbortSignal
  ): Promise<MetricSeries[]> {
    const pairs = runIds.flatMap(runId => keys.map(key => ({ runId, key })));
    const series = await Promise.all(
      pairs.map(({ runId, key }) => this._history(runId, key, signal))
    );
    return series.filter(({ points }) => points.length > 0);
  }

  private async _history(
    runId: string,
    key: string,
    signal?: AbortSignal
  ): Promise<MetricSeries> {
    const reply = await this._transport.get<{
      metrics?: WireMetric[];
      next_page_token?: string;
    }>(
      'ajax-api/2.0/mlflow/metrics/get-history',
      { run_id: runId, metric_key: key, max_results: HISTORY_LIMIT },
      signal
    );
    const points = (reply.metrics ?? []).map(toMetricPoint);
    const values = points
      .map(({ value }) => value)
      .filter(value => !Number.isNaN(value));
    return {
      runId,
      key,
      points,
      totalCount: points.length,
      isSampled: Boolean(reply.next_page_token),
      min: values.reduce((a, b) => Math.min(a, b), Infinity),
      max: values.reduce((a, b) => Math.max(a, b), -Infinity),
      last: points.at(-1)?.value ?? NaN
    };
  }
}

function toSeries(wire: WireSeries): MetricSeries {
  const points = (wire.points ?? []).map(toMetricPoint);
  return {
    runId: wire.run_id,
    key: wire.key,
    points,
    totalCount: wire.total_count,
    isSampled: wire.sampled ?? false,
    min: toMetricValue(wire.min),
    max: toMetricValue(wire.max),
    last: toMetricValue(wire.last)
  };
}
