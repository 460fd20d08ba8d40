import type { MetricSeries, MetricSummary } from '../../api/trackbook.js';
import type { Comparison } from '../tracking/compare-runs.js';
import type { SampledCurve } from '../tracking/metric-curves.js';
import { presentInt64, presentNumber, presentValue } from './metrics.js';

export const presentSummary = (
  summary: Comparison['summaries'][number]
): MetricSummary => ({
  run_id: summary.runId,
  key: summary.key,
  count: summary.count,
  min: summary.min ?? 'NaN',
  max: summary.max ?? 'NaN',
  first: presentValue({ value: summary.first, is_nan: summary.first_is_nan }),
  last: presentValue({ value: summary.last, is_nan: summary.last_is_nan }),
  last_step: presentInt64(summary.last_step)
});

export const presentSampledCurve = (curve: SampledCurve): MetricSeries => ({
  run_id: curve.runId,
  key: curve.key,
  total_count: curve.totalCount,
  sampled: curve.points.length < curve.totalCount,
  points: curve.points.map(point => ({
    step: presentInt64(point.step),
    timestamp: presentInt64(point.timestamp),
    value: presentValue(point)
  })),
  min: presentNumber(curve.min),
  max: presentNumber(curve.max),
  last: presentValue(curve.points.at(-1)!)
});
