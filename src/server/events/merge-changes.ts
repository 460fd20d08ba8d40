import type { Change } from '../../api/trackbook.js';

/** Makes one change of all that concern the same thing, in the order of their first. */
export const mergeChanges = (changes: readonly Change[]): Change[] => {
  const merged = new Map<string, Change>();
  for (const change of changes) {
    const identity = identityOf(change);
    const earlier = merged.get(identity);
    merged.set(identity, earlier ? merge(earlier, change) : change);
  }
  return [...merged.values()];
};

const identityOf = (change: Change): string =>
  [
    change.entity,
    change.run_id ?? change.model_id ?? change.name ?? change.experiment_id,
    change.version ?? ''
  ].join(' ');

const merge = (earlier: Change, later: Change): Change => {
  const parts = [
    ...new Set([...(earlier.parts ?? []), ...(later.parts ?? [])])
  ];
  return {
    ...earlier,
    ...later,
    action:
      earlier.action === 'created' && later.action === 'updated'
        ? 'created'
        : later.action,
    ...(parts.length > 0 && { parts })
  };
};
