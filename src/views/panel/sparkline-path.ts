const MARGIN = 1.5;

/** An SVG path through values from left to right, filling a box; gaps where a value is missing. */
export function sparklinePath(
  values: readonly number[],
  width: number,
  height: number
): string {
  const finite = values.filter(Number.isFinite);
  const min = Math.min(...finite);
  const span = Math.max(...finite) - min;
  const x = (index: number) =>
    MARGIN + (index / Math.max(1, values.length - 1)) * (width - 2 * MARGIN);
  const y = (value: number) =>
    span === 0
      ? height / 2
      : MARGIN + (1 - (value - min) / span) * (height - 2 * MARGIN);
  let isPenUp = true;
  return values
    .map((value, index) => {
      if (!Number.isFinite(value)) {
        isPenUp = true;
        return '';
      }
      const move = isPenUp ? 'M' : 'L';
      isPenUp = false;
      return `${move}${x(index).toFixed(1)},${y(value).toFixed(1)}`;
    })
    .join('');
}
