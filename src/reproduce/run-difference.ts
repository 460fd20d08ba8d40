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
  /** All of them; of the rest, only what is not the same. */
  metrics: MetricDifference[];
  params: ValueDifference[];
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
  const metrics = metricDifferences(a.run.metrics, b.run.metrics, tolerance);
  return {
    tolerance,
    holds: metrics.every(({ agrees }) => agrees),
    metrics,
    params: valueDifferences(a.run.params, b.run.params),
    environment: environmentDifferences(a, b),
    data: dataDifferences(a, b),
    notes: notes(a, b, metrics)
  };
};

const notes = (
  a: RunRecord,
  b: RunRecord,
  metrics: readonly MetricDifference[]
): string[] => [
  ...(metrics.length === 0
    ? ['Neither run has metrics: there is nothing to compare.']
    : []),
  ...[a, b]
    .filter(({ requirements }) => requirements === null)
    .map(
      ({ run }) =>
        `Run ${run.name} has no record of its packages, so they are not compared.`
    )
];
