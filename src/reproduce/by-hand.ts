import type { Run } from '../client/index.js';

/** Names the values of a run that somebody typed in: its cells cannot give them again. */
export const BY_HAND_TAG = 'trackbook.by_hand';

type Kind = 'metrics' | 'params';

/** A list of names such as `metrics.rmse`; one that others wrote may be anything. */
const namesIn = (tag: string | undefined): string[] => {
  try {
    const names: unknown = JSON.parse(tag ?? '[]');
    return Array.isArray(names) ? names.map(String) : [];
  } catch {
    return [];
  }
};

/** The tag's value, with one more. */
export const withByHand = (run: Run, kind: Kind, key: string): string =>
  JSON.stringify([
    ...new Set([...namesIn(run.tags[BY_HAND_TAG]), `${kind}.${key}`])
  ]);

/** The keys of either run's values that were typed in. */
export const keysByHand = (
  runs: readonly Run[],
  kind: Kind
): ReadonlySet<string> =>
  new Set(
    runs
      .flatMap(run => namesIn(run.tags[BY_HAND_TAG]))
      .filter(name => name.startsWith(`${kind}.`))
      .map(name => name.slice(kind.length + 1))
  );
