/**
 * An exponential moving average, from 0 (none) towards 1, without the pull
 * of the first value. NaN stays a gap.
 */
export function smooth(values: readonly number[], strength: number): number[] {
  if (strength <= 0) {
    return [...values];
  }
  let average = 0;
  let weight = 0;
  return values.map(value => {
    if (!Number.isFinite(value)) {
      return value;
    }
    average = strength * average + (1 - strength) * value;
    weight = strength * weight + (1 - strength);
    return average / weight;
  });
}
