import type { Change } from '../../api/trackbook.js';

/** Changes by what they concern: one for each thing, in the order of their first. */
export class MergedChanges {
  #byIdentity = new Map<string, Change>();

  add(changes: readonly Change[]): void {
    for (const change of changes) {
      const identity = identityOf(change);
      const earlier = this.#byIdentity.get(identity);
      this.#byIdentity.set(identity, earlier ? merge(earlier, change) : change);
    }
  }

  /** Hands out all changes and forgets them. */
  take(): Change[] {
    const changes = [...this.#byIdentity.values()];
    this.#byIdentity.clear();
    return changes;
  }
}

/** Makes one change of all that concern the same thing. */
export const mergeChanges = (changes: readonly Change[]): readonly Change[] => {
  if (changes.length < 2) {
    return changes;
  }
  const merged = new MergedChanges();
  merged.add(changes);
  return merged.take();
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
