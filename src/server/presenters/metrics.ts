import type { Metric } from '../../api/metrics.js';
import type { Int64 } from '../../api/scalars.js';
import type { Point } from '../store/queries/metrics.js';
import type { MetricHistory } from '../tracking/metrics.js';
import { nonEmpty } from './key-values.js';

/** JSON has no NaN; MLflow's clients expect its name. */
export const presentValue = ({
  value,
  is_nan
}: Pick<Point, 'value' | 'is_nan'>): number | 'NaN' => (is_nan ? 'NaN' : value);

export const presentNumber = (value: number): number | 'NaN' =>
  Number.isNaN(value) ? 'NaN' : value;

/**
 * JSON's numbers hold any 64-bit integer, though a schema of them says `number`: bigints pass
 * through and are written exactly.
 */
export const presentInt64 = (value: Int64): number =>
  (value === LOWEST ? BigInt(LOWEST) : value) as number;

/** The only number beyond 2^53 that node:sqlite reads without a complaint, though not a bigint. */
const LOWEST = -(2 ** 63);

export const presentMetric = (key: string, point: Point): Metric => ({
  key,
  value: presentValue(point),
  timestamp: presentInt64(point.timestamp),
  step: presentInt64(point.step)
});

export const presentMetricHistory = ({
  key,
  points,
  nextPageToken
}: MetricHistory) => ({
  metrics: nonEmpty(points.map(point => presentMetric(key, point))),
  next_page_token: nextPageToken
});
