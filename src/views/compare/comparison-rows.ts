import type { Run } from '../../client/index.js';
import { indexOfBest } from '../common/metric-direction.js';
import { isTellingTag } from '../common/tags.js';

export type RowKind = 'metrics' | 'params' | 'tags';

type Shared = { key: string; isDifferent: boolean };

/** One key over all runs; a metric also knows who is best. */
export type ComparisonRow =
  | (Shared & {
      kind: 'metrics';
      values: (number | undefined)[];
      best: number;
    })
  | (Shared & { kind: 'params' | 'tags'; values: (string | undefined)[] });

/** What differs stands first. */
export function comparisonRows(
  runs: readonly Run[],
  kind: RowKind
): ComparisonRow[] {
  const keys = [...new Set(runs.flatMap(run => Object.keys(run[kind])))];
  return keys
    .filter(key => kind !== 'tags' || isTellingTag(key))
    .map(key => comparisonRow(runs, kind, key))
    .sort(
      (a, b) =>
        Number(b.isDifferent) - Number(a.isDifferent) ||
        a.key.localeCompare(b.key)
    );
}

function comparisonRow(
  runs: readonly Run[],
  kind: RowKind,
  key: string
): ComparisonRow {
  if (kind === 'metrics') {
    const values = runs.map(run => run.metrics[key]);
    const isDifferent = differ(values);
    const best = isDifferent ? indexOfBest(key, values) : -1;
    return { kind, key, values, isDifferent, best };
  }
  const values = runs.map(run => run[kind][key]);
  return { kind, key, values, isDifferent: differ(values) };
}

function differ(values: readonly unknown[]): boolean {
  return new Set(values).size > 1;
}
