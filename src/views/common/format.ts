import type { Translation } from './translation.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Short enough to compare down a column; the exact value belongs into a title. */
export function formatMetric(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '∞' : '−∞';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e7)) {
    return minus(value.toExponential(2));
  }
  if (Number.isInteger(value)) {
    return minus(value.toLocaleString('en-US'));
  }
  const digits = size >= 1000 ? 1 : size >= 100 ? 2 : size >= 1 ? 3 : 4;
  return minus(
    value.toLocaleString('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits
    })
  );
}

export function formatDelta(delta: number): string {
  if (delta === 0) {
    return '±0';
  }
  const text = formatMetric(delta);
  return delta > 0 ? `+${text}` : text;
}

export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) {
    return `${Math.max(0, Math.round(milliseconds))} ms`;
  }
  if (milliseconds < MINUTE) {
    return `${(milliseconds / SECOND).toFixed(1)} s`;
  }
  if (milliseconds < HOUR) {
    return twoUnits(milliseconds, MINUTE, 'min', SECOND, 's');
  }
  if (milliseconds < DAY) {
    return twoUnits(milliseconds, HOUR, 'h', MINUTE, 'min');
  }
  return twoUnits(milliseconds, DAY, 'd', HOUR, 'h');
}

function twoUnits(
  milliseconds: number,
  large: number,
  largeName: string,
  small: number,
  smallName: string
): string {
  const count = Math.floor(milliseconds / large);
  const rest = Math.floor((milliseconds % large) / small);
  return rest > 0
    ? `${count} ${largeName} ${rest} ${smallName}`
    : `${count} ${largeName}`;
}

export function formatDateTime(timestamp: number): string {
  return new Date(timestamp).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'medium'
  });
}

/** How long ago, as far back as that says more than a date. */
export function formatAgo(
  timestamp: number,
  now: number,
  trans: Translation
): string {
  const age = now - timestamp;
  if (age < 10 * SECOND) {
    return trans.__('just now');
  }
  if (age < MINUTE) {
    return trans.__('%1 s ago', Math.floor(age / SECOND));
  }
  if (age < HOUR) {
    return trans.__('%1 min ago', Math.floor(age / MINUTE));
  }
  if (age < DAY) {
    return trans.__('%1 h ago', Math.floor(age / HOUR));
  }
  if (age < 7 * DAY) {
    return trans._n('%1 day ago', '%1 days ago', Math.floor(age / DAY));
  }
  return new Date(timestamp).toLocaleDateString(undefined, {
    dateStyle: 'medium'
  });
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(
    units.length - 1,
    bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3)
  );
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

function minus(text: string): string {
  return text.replace('-', '−');
}
