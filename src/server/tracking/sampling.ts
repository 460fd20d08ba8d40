/**
 * Cuts items into at most `count` buckets of even size, the larger ones first, and gives the
 * first item of each; the very last item is always among them.
 */
export const sampleEvenly = <T>(items: readonly T[], count: number): T[] => {
  if (items.length <= count) {
    return [...items];
  }
  const sampled = bucketStarts(items.length, count).map(start => items[start]);
  sampled[sampled.length - 1] = items[items.length - 1];
  return sampled;
};

/**
 * Thins a curve for a screen: of each of `count / 2` even pieces the lowest and the highest
 * point stay, in their order, and so do the first and the last of all.
 */
export const sampleExtremes = <T>(
  items: readonly T[],
  count: number,
  valueOf: (item: T) => number
): T[] => {
  if (items.length <= count) {
    return [...items];
  }
  const starts = bucketStarts(
    items.length,
    Math.max(1, Math.floor(count / 2) - 1)
  );
  const kept = new Set([0, items.length - 1]);
  starts.forEach((start, i) => {
    const end = starts[i + 1] ?? items.length;
    extremes(items, start, end, valueOf).forEach(index => kept.add(index));
  });
  return [...kept].sort((a, b) => a - b).map(index => items[index]);
};

const bucketStarts = (length: number, buckets: number): number[] => {
  const size = Math.floor(length / buckets);
  const larger = length % buckets;
  return Array.from(
    { length: buckets },
    (_, i) => i * size + Math.min(i, larger)
  );
};

/** Where a piece is lowest and highest; NaN is neither. */
const extremes = <T>(
  items: readonly T[],
  start: number,
  end: number,
  valueOf: (item: T) => number
): number[] => {
  let lowest = -1;
  let highest = -1;
  for (let i = start; i < end; i++) {
    const value = valueOf(items[i]);
    if (Number.isNaN(value)) {
      continue;
    }
    if (lowest === -1 || value < valueOf(items[lowest])) {
      lowest = i;
    }
    if (highest === -1 || value > valueOf(items[highest])) {
      highest = i;
    }
  }
  return lowest === -1 ? [start] : [lowest, highest];
};
