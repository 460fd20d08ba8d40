import {
  countMetricUses,
  countParamUses,
  countTagUses,
  findMetricNames,
  findNamesIn
} from '../store/queries/keys.js';
import type { Tx } from '../store/tx.js';
import { parseExperimentId } from './experiments.js';

/** Every key that runs of some experiments have. */
export const listKeys = async (tx: Tx, input: { experimentIds: string[] }) => {
  const experiments = input.experimentIds.map(parseExperimentId);
  return {
    metrics: await findMetricNames(tx, experiments),
    params: await findNamesIn(tx, 'params', experiments),
    tags: await findNamesIn(tx, 'tags', experiments)
  };
};

/** The keys of some runs, in rows as the store counts them. */
export const countKeyUses = async (tx: Tx, runs: readonly number[]) => {
  const [metrics, params, tags] = await Promise.all([
    countMetricUses(tx, runs),
    countParamUses(tx, runs),
    countTagUses(tx, runs)
  ]);
  return { metrics, params, tags };
};
export type KeyUseRows = Awaited<ReturnType<typeof countKeyUses>>;
