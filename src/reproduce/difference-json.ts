import type { Run } from '../client/index.js';
import type { MetricDifference } from './metric-differences.js';
import type { RunDifference } from './run-difference.js';

/** A difference as `--json` prints it; numbers that JSON has not are texts, as in MLflow's replies. */
export const differenceJson = (a: Run, b: Run, difference: RunDifference) => ({
  run_a: { run_id: a.runId, name: a.name },
  run_b: { run_id: b.runId, name: b.name },
  ...difference,
  metrics: difference.metrics.map(metric => ({
    key: metric.key,
    a: jsonNumber(metric.a),
    b: jsonNumber(metric.b),
    relative: Number.isFinite(metric.relative) ? metric.relative : null,
    agrees: metric.agrees
  }))
});

type JsonNumber = number | string | null;

const jsonNumber = (value: number | null): JsonNumber =>
  value === null || Number.isFinite(value) ? value : String(value);

/** Where a reproduction keeps how it differs from the run that it repeats. */
export const REPRODUCTION_FILE = 'trackbook/reproduction.json';

/** Reads what `differenceJson` made. */
export const parseDifference = (text: string): RunDifference => {
  const json = JSON.parse(text) as ReturnType<typeof differenceJson>;
  return {
    ...json,
    // What was written by a version before this had none.
    manual: json.manual ?? [],
    metrics: json.metrics.map((metric): MetricDifference => ({
      ...metric,
      a: number(metric.a),
      b: number(metric.b),
      relative: metric.relative ?? Infinity
    }))
  };
};

const number = (value: JsonNumber): number | null =>
  value === null ? null : Number(value);
