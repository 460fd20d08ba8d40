export interface MetricDifference {
  key: string;
  /** The last values; null where a run does not have the metric. */
  a: number | null;
  b: number | null;
  /** As a share of the larger; infinite where no share tells how far they are apart. */
  relative: number;
  agrees: boolean;
}

export const DEFAULT_TOLERANCE = 1e-6;

/** What the machine did meanwhile: no two runs agree in it. */
const MEASURED_BY_MLFLOW = 'system/';

type Metrics = Readonly<Record<string, number>>;

/** All metrics of two runs, those that do not agree first. */
export const metricDifferences = (
  a: Metrics,
  b: Metrics,
  tolerance: number
): MetricDifference[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter(key => !key.startsWith(MEASURED_BY_MLFLOW))
    .map(key => metricDifference(key, valueOf(a, key), valueOf(b, key)))
    .map(each => ({ ...each, agrees: each.relative <= tolerance }))
    .sort(
      (x, y) => Number(x.agrees) - Number(y.agrees) || (x.key < y.key ? -1 : 1)
    );

const valueOf = (metrics: Metrics, key: string): number | null =>
  Object.hasOwn(metrics, key) ? metrics[key] : null;

const metricDifference = (key: string, a: number | null, b: number | null) => ({
  key,
  a,
  b,
  relative: a === null || b === null ? Infinity : relativeDifference(a, b)
});

/** NaN is what NaN was: a reproduction that fails alike is one. */
const relativeDifference = (a: number, b: number): number => {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) {
    return 0;
  }
  const share = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  return Number.isNaN(share) ? Infinity : share;
};
