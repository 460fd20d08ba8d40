import { ConfigError } from '../config-error.js';

const DURATION = /^(?:([\d.]+)d)?(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?$/;
const UNITS_MS = [86_400_000, 3_600_000, 60_000, 1000];

/** Milliseconds of a duration as `mlflow gc` takes it, such as `30d` or `2d8h5m20s`. */
export const parseDuration = (text: string): number => {
  const parts = DURATION.exec(text)?.slice(1);
  if (!parts?.some(part => part !== undefined)) {
    throw new ConfigError(
      `'${text}' is not a duration: give one such as 30d, 8h or 2d8h5m20s.`
    );
  }
  return UNITS_MS.reduce(
    (sum, unit, i) => sum + unit * Number(parts[i] ?? 0),
    0
  );
};
