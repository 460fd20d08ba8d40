const LOWER_IS_BETTER =
  /(^|[^a-z])(r?mse|mae|mape|smape|rmsle|msle|medae|nll|wer|cer|fpr|fnr|eer|fid|bpb)([^a-z]|$)|loss|error|err$|perplexity|deviance|latency|duration|time|seconds|brier|divergence|distance/i;

/** Whether less of a metric is better, as far as its name tells. */
export function isLowerBetter(metricKey: string): boolean {
  return LOWER_IS_BETTER.test(metricKey.replaceAll('_', ' '));
}

/** The index of the best value, or -1 when fewer than two values can be compared. */
export function indexOfBest(
  metricKey: string,
  values: readonly (number | undefined)[]
): number {
  const isLower = isLowerBetter(metricKey);
  let best = -1;
  let compared = 0;
  values.forEach((value, index) => {
    if (value === undefined || Number.isNaN(value)) {
      return;
    }
    compared += 1;
    const current = values[best];
    if (
      current === undefined ||
      (isLower ? value < current : value > current)
    ) {
      best = index;
    }
  });
  return compared > 1 ? best : -1;
}
