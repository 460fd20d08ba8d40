import type { KeyUses, Run } from '../../client/index.js';
import { indexOfBest, isLowerBetter } from '../common/metric-direction.js';

const SCORE =
  /(^|[^a-z])(acc|accuracy|auc|f1|precision|recall|r2|map|ndcg|bleu|rouge|iou|dice)([^a-z]|$)|score/i;
const HELD_OUT = /(^|[^a-z])(val|valid|validation|test|eval)/i;
const SYSTEM = /^system\//;

/** The metric by which these runs are best told apart; the user's own choice comes first. */
export function chooseKeyMetric(
  { metrics }: Pick<KeyUses, 'metrics'>,
  preferred: readonly string[]
): string | null {
  const rivals = metrics
    .filter(({ key }) => !SYSTEM.test(key))
    .map(({ key, runCount }) => ({ key, weight: runCount * weightOf(key) }));
  const wanted = preferred.find(name => rivals.some(({ key }) => key === name));
  if (wanted !== undefined) {
    return wanted;
  }
  const [best] = rivals.sort(
    (a, b) => b.weight - a.weight || a.key.localeCompare(b.key)
  );
  return best?.key ?? null;
}

/** The finished run that does best by a metric, if several compete and differ. */
export function bestRunId(runs: readonly Run[], key: string): string | null {
  const rivals = runs.filter(
    ({ metrics, status }) =>
      status === 'FINISHED' && Number.isFinite(metrics[key])
  );
  const best = indexOfBest(
    key,
    rivals.map(({ metrics }) => metrics[key])
  );
  return rivals[best]?.runId ?? null;
}

/**
 * Scores say more than counters, and held-out data more than training data, though not so much more
 * that many of the runs may go without a value.
 */
function weightOf(key: string): number {
  const isScore = isLowerBetter(key) || SCORE.test(key);
  return (isScore ? 10 : 1) * (HELD_OUT.test(key) ? 1.2 : 1);
}
