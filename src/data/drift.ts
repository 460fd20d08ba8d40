import type { ColumnRecord } from './data-record.js';

export type Drift = {
  /** How far the mean moved, in standard deviations of the baseline. */
  shift: number | null;
  /** Population stability index: 0 where both are distributed alike. */
  psi: number | null;
  size: 'none' | 'moderate' | 'large';
};

// The customary limits of the index, and of a shift that deserves a look.
const MODERATE = { psi: 0.1, shift: 0.2 };
const LARGE = { psi: 0.25, shift: 0.5 };
// A bin that is empty in one of both counts as holding this share, as its logarithm must exist.
const LEAST_SHARE = 1e-4;

/** How a numeric column moved between two runs; null where either has no numbers. */
export function driftOf(
  before: ColumnRecord,
  after: ColumnRecord
): Drift | null {
  const shift = meanShift(before, after);
  const psi = stabilityIndex(before.quantiles, after.quantiles);
  if (shift === null && psi === null) {
    return null;
  }
  const exceeds = (limit: typeof LARGE) =>
    (psi ?? 0) > limit.psi || Math.abs(shift ?? 0) > limit.shift;
  const size = exceeds(LARGE)
    ? 'large'
    : exceeds(MODERATE)
      ? 'moderate'
      : 'none';
  return { shift, psi, size };
}

function meanShift(before: ColumnRecord, after: ColumnRecord): number | null {
  if (before.mean === null || after.mean === null) {
    return null;
  }
  const difference = after.mean - before.mean;
  return before.std ? difference / before.std : difference === 0 ? 0 : null;
}

/** Between the quantiles of the baseline as bins; both sides are read from their quantiles. */
export function stabilityIndex(
  before: readonly number[],
  after: readonly number[]
): number | null {
  if (before.length < 2 || after.length < 2) {
    return null;
  }
  const edges = [...new Set(before)].slice(0, -1);
  const shares = (quantiles: readonly number[]) =>
    [...edges.map(edge => shareUpTo(quantiles, edge)), 1].map((upTo, i, all) =>
      Math.max(LEAST_SHARE, upTo - (i ? all[i - 1] : 0))
    );
  const expected = shares(before);
  const actual = shares(after);
  return expected.reduce(
    (sum, share, i) => sum + (actual[i] - share) * Math.log(actual[i] / share),
    0
  );
}

/** The share of values that are at most this, straight between two quantiles. */
function shareUpTo(quantiles: readonly number[], value: number): number {
  const last = quantiles.length - 1;
  const above = quantiles.findIndex(quantile => quantile > value);
  if (above < 0) {
    return 1;
  }
  if (above === 0) {
    return 0;
  }
  const from = quantiles[above - 1];
  const within = (value - from) / (quantiles[above] - from);
  return (above - 1 + within) / last;
}
