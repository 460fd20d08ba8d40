import { invalidParameter } from '../../api/errors.js';
import { findSummaries, type SummaryRow } from '../store/queries/metrics.js';
import { findRuns } from '../store/queries/runs.js';
import type { Tx } from '../store/tx.js';
import { hydrateRuns, type HydratedRun } from './hydrate-runs.js';
import { MAX_RUNS_PER_COMPARISON } from './limits.js';

export interface Comparison {
  runs: HydratedRun[];
  summaries: (SummaryRow & { runId: string })[];
}

/** Runs in the order they were asked for, with what their metrics went through. */
export const compareRuns = async (
  tx: Tx,
  input: { runIds: string[] }
): Promise<Comparison> => {
  if (input.runIds.length > MAX_RUNS_PER_COMPARISON) {
    throw invalidParameter(
      `At most ${MAX_RUNS_PER_COMPARISON} runs can be compared. Got ${input.runIds.length}.`
    );
  }
  const found = await findRuns(tx, input.runIds);
  const place = new Map(input.runIds.map((runId, i) => [runId, i]));
  found.sort((a, b) => place.get(a.run_id)! - place.get(b.run_id)!);
  const runIds = new Map(found.map(run => [run.id, run.run_id]));
  const summaries = await findSummaries(tx, [...runIds.keys()]);
  return {
    runs: await hydrateRuns(tx, found),
    summaries: summaries.map(summary => ({
      ...summary,
      runId: runIds.get(summary.run)!
    }))
  };
};
