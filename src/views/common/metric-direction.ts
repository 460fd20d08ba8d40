const LOWER_IS_BETTER =
  /(^|[^a-z])(r?mse|mae|mape|smape|rmsle|msle|medae|nll|wer|cer|fpr|fnr|eer|fid|bpb)([^a-z]|$)|loss|error|err$|perplexity|deviance|latency|duration|time|seconds|brier|divergence|distance/i;

/** Whether less of a metric is better, as far as its name tells. */
export function isLowerBetter(metricKey: string): boolean {
  return LOWER_IS_BETTER.test(metricKey.replaceAll('_', ' '));
}

/** The index of the best value, or -1 where no two values differ. */
export function indexOfBest(
  metricKey: string,
  values: readonly (number | undefined)[]
): number {
  const numbers = values.filter(
    (value): value is number => value !== undefined && !Number.isNaN(value)
  );
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  return least < greatest
    ? values.indexOf(isLowerBetter(metricKey) ? least : greatest)
    : -1;
}
