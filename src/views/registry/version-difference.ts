import type { Run } from '../../client/index.js';
import { formatBytes, formatDuration, formatMetric } from '../common/format.js';
import { trainingTime, type VersionDetails } from './use-version-details.js';

/** A line of two versions side by side. */
export type DifferenceRow = {
  name: string;
  left: string;
  right: string;
  verdict: 'better' | 'worse' | 'same' | 'other';
};

export type IsLowerBetter = (metric: string) => boolean;

/** Metrics of either version, the left measured against the right. */
export function metricDifferences(
  left: VersionDetails,
  right: VersionDetails,
  isLowerBetter: IsLowerBetter
): DifferenceRow[] {
  const keys = unionOfKeys(left.run?.metrics, right.run?.metrics);
  return keys.map(key =>
    numberRow(
      key,
      left.run?.metrics[key],
      right.run?.metrics[key],
      formatMetric,
      isLowerBetter(key)
    )
  );
}

/** What training and keeping a version costs. */
export function costDifferences(
  left: VersionDetails,
  right: VersionDetails,
  names: { duration: string; size: string }
): DifferenceRow[] {
  return [
    numberRow(
      names.duration,
      trainingTime(left),
      trainingTime(right),
      formatDuration,
      true
    ),
    numberRow(
      names.size,
      left.facts?.sizeBytes,
      right.facts?.sizeBytes,
      formatBytes,
      true
    )
  ];
}

/** Params that are not the same. */
export function paramDifferences(
  left: Run | null,
  right: Run | null
): DifferenceRow[] {
  return unionOfKeys(left?.params, right?.params)
    .filter(key => left?.params[key] !== right?.params[key])
    .map(key => ({
      name: key,
      left: left?.params[key] ?? '',
      right: right?.params[key] ?? '',
      verdict: 'other'
    }));
}

function numberRow(
  name: string,
  left: number | null | undefined,
  right: number | null | undefined,
  format: (value: number) => string,
  isLowerBetter: boolean
): DifferenceRow {
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : format(value);
  return {
    name,
    left: text(left),
    right: text(right),
    verdict: verdictOf(left ?? NaN, right ?? NaN, isLowerBetter)
  };
}

function verdictOf(
  left: number,
  right: number,
  isLowerBetter: boolean
): DifferenceRow['verdict'] {
  if (Number.isNaN(left) || Number.isNaN(right)) {
    return 'other';
  }
  if (left === right) {
    return 'same';
  }
  return left < right === isLowerBetter ? 'better' : 'worse';
}

function unionOfKeys(...records: (object | undefined)[]): string[] {
  return [
    ...new Set(records.flatMap(record => Object.keys(record ?? {})))
  ].sort();
}
