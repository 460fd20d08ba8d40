import type { Metric } from '../../api/metrics.js';
import type { Wire } from './wire.js';
export type MetricPoint = { step: number; timestamp: number; value: number };

export type WireMetric = Wire<Metric>;

export type WireMetricValue = Metric['value'];

/** MLflow writes infinities as the largest double and NaN as a string. */
export function toMetricValue(value: WireMetricValue | undefined): number {
  const number = Number(value ?? 0);
  return Math.abs(number) === Number.MAX_VALUE
    ? Math.sign(number) * Infinity
    : number;
}

export function toMetricPoint(wire: Omit<WireMetric, 'key'>): MetricPoint {
  return {
    step: wire.step ?? 0,
    timestamp: wire.timestamp ?? 0,
    value: toMetricValue(wire.value)
  };
}
