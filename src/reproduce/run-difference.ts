import type { Run } from '../client/index.js';
import { keysByHand } from './by-hand.js';
import { dataDifferences, type DataDifference } from './data-differences.js';
import { environmentDifferences } from './environment-differences.js';
import {
  metricDifferences,
  type MetricDifference
} from './metric-differences.js';
import type { RunRecord } from './run-record.js';
import { valueDifferences, type ValueDifference } from './value-differences.js';

export interface RunDifference {
  tolerance: number;
  /** Whether all metrics agree. */
  holds: boolean;
  /** All that the cells logged; of the rest, only what is not the same. */
  metrics: MetricDifference[];
  params: ValueDifference[];
  /** Metrics and params that were typed in, not logged by the cells: they do not count. */
  manual: ValueDifference[];
  environment: ValueDifference[];
  data: DataDifference[];
  /** What could not be compared, in sentences. */
  notes: string[];
}

/** What two runs have not alike; `a` is the older, where one repeats the other. */
export const differenceOf = (
  a: RunRecord,
  b: RunRecord,
  tolerance: number
): RunDifference => {
  const runs = [a.run, b.run];
  const typedMetrics = keysByHand(runs, 'metrics');
  const typedParams = keysByHand(runs, 'params');
  const metrics = metricDifferences(
    a.run.metrics,
    b.run.metrics,
    tolerance
  ).filter(({ key }) => !typedMetrics.has(key));
  const params = valueDifferences(a.run.params, b.run.params);
  return {
    tolerance,
    holds: metrics.every(({ agrees }) => agrees),
    metrics,
    params: params.filter(({ name }) => !typedParams.has(name)),
    manual: [
      ...[...typedMetrics].map(key => ({
        name: key,
        a: metricText(a.run, key),
        b: metricText(b.run, key)
      })),
      ...params.filter(({ name }) => typedParams.has(name))
    ],
    environment: environmentDifferences(a, b),
    data: dataDifferences(a, b),
    notes: notes(a, b, metrics)
  };
};

const metricText = ({ metrics }: Run, key: string): string | null =>
  Object.hasOwn(metrics, key) ? String(metrics[key]) : null;

const notes = (
  a: RunRecord,
  b: RunRecord,
  metrics: readonly MetricDifference[]
): string[] => [
  ...(metrics.length === 0
    ? [
        'Neither run has metrics that its code logged: there is nothing to compare.'
      ]
    : []),
  ...[a, b]
    .filter(({ requirements }) => requirements === null)
    .map(
      ({ run }) =>
        `Run ${run.name} has no record of its packages, so they are not compared.`
    )
];
