/** `1 run`, `1,234 runs`. */
export const counted = (count: number, plural: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? plural.replace(/s$/, '') : plural}`;

/** Bytes as a person reads them. */
export const sized = (bytes: number): string => {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
};
