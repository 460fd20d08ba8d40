import { invalidParameter } from '../../api/errors.js';
import {
  MAX_CURVES,
  MAX_RESULTS_PER_BULK_HISTORY,
  MAX_RUNS_PER_BULK_HISTORY
} from './limits.js';
import * as store from '../store/queries/metrics.js';
import { findRun } from '../store/queries/runs.js';
import type { Tx } from '../store/tx.js';
import { sampleEvenly, sampleExtremes } from './sampling.js';

export interface RunMetric {
  runId: string;
  key: string;
  points: store.Point[];
}

/** One metric of many runs, thinned evenly, as MLflow's page asks for it. */
export const getMetricInterval = async (
  tx: Tx,
  input: {
    runIds: string[];
    key: string;
    startStep?: number;
    endStep?: number;
    maxResults?: number;
  }
): Promise<RunMetric[]> => {
  const limit = input.maxResults ?? MAX_RESULTS_PER_BULK_HISTORY;
  requireInterval(input, limit);
  const curves: RunMetric[] = [];
  for (const runId of input.runIds) {
    const points = await curveOf(tx, runId, input.key);
    const inside = points.filter(
      ({ step }) =>
        input.startStep === undefined ||
        input.endStep === undefined ||
        (step >= input.startStep && step <= input.endStep)
    );
    curves.push({ runId, key: input.key, points: sampleEvenly(inside, limit) });
  }
  return curves;
};

const requireInterval = (
  input: { runIds: string[]; startStep?: number; endStep?: number },
  limit: number
) => {
  const { runIds, startStep, endStep } = input;
  if (runIds.length === 0) {
    throw invalidParameter("Missing value for required parameter 'run_ids'.");
  }
  if (runIds.length > MAX_RUNS_PER_BULK_HISTORY) {
    throw invalidParameter(
      `GetMetricHistoryBulkInterval request must specify at most ${MAX_RUNS_PER_BULK_HISTORY} run_ids. Received ${runIds.length} run_ids.`
    );
  }
  if (limit < 1 || limit > MAX_RESULTS_PER_BULK_HISTORY) {
    throw invalidParameter(
      `max_results must be between 1 and ${MAX_RESULTS_PER_BULK_HISTORY}.`
    );
  }
  if ((startStep === undefined) !== (endStep === undefined)) {
    throw invalidParameter(
      'If either start step or end step are specified, both must be specified.'
    );
  }
  if (startStep !== undefined && endStep! < startStep) {
    throw invalidParameter(
      `end_step must be greater than start_step. Found start_step=${startStep} and end_step=${endStep}.`
    );
  }
};

export interface SampledCurve extends RunMetric {
  totalCount: number;
  min: number;
  max: number;
}

/** Some metrics of some runs, thinned so that their extremes stay; pairs that have none are left out. */
export const sampleMetrics = async (
  tx: Tx,
  input: { runIds: string[]; keys: string[]; maxPoints: number }
): Promise<SampledCurve[]> => {
  if (input.maxPoints < 2) {
    throw invalidParameter(
      `Invalid value ${input.maxPoints} for parameter 'max_points' supplied. It must be at least 2.`
    );
  }
  if (input.runIds.length * input.keys.length > MAX_CURVES) {
    throw invalidParameter(
      `At most ${MAX_CURVES} curves can be asked for at once: runs times metrics. Ask for fewer.`
    );
  }
  const curves: SampledCurve[] = [];
  for (const runId of input.runIds) {
    for (const key of input.keys) {
      const points = await curveOf(tx, runId, key);
      if (points.length > 0) {
        curves.push({
          runId,
          key,
          totalCount: points.length,
          points: sampleExtremes(points, input.maxPoints, store.valueOf),
          ...rangeOf(points)
        });
      }
    }
  }
  return curves;
};

const curveOf = async (
  tx: Tx,
  runId: string,
  key: string
): Promise<store.Point[]> => {
  const run = await findRun(tx, runId);
  const keyId = await store.findMetricKey(tx, key);
  return run && keyId !== undefined
    ? store.findPoints(tx, { run: run.id, key: keyId })
    : [];
};

/** The lowest and the highest number; NaN where there is none. */
const rangeOf = (points: readonly store.Point[]) => {
  let min = NaN;
  let max = NaN;
  for (const point of points) {
    const value = store.valueOf(point);
    min = value >= min ? min : Number.isNaN(value) ? min : value;
    max = value <= max ? max : Number.isNaN(value) ? max : value;
  }
  return { min, max };
};
