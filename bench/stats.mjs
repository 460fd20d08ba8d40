/** The middle of the sorted values. */
export const median = values => quantile(values, 0.5);

/** The value that the given share of all values does not exceed. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** A measured number for people: three digits that matter, thousands marked. */
export function readable(value) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return Number(value.toPrecision(3)).toLocaleString('en', {
    maximumFractionDigits: digits
  });
}

/** An exact number for people. */
export const count = value =>
  value >= 1_000_000
    ? `${(value / 1_000_000).toLocaleString('en')} million`
    : value.toLocaleString('en');
