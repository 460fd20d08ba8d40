import type { Run } from '../client/index.js';
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

const jsonNumber = (value: number | null): number | string | null =>
  value === null || Number.isFinite(value) ? value : String(value);
