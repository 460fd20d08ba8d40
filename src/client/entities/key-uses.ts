import type { KeyUses as Reply } from '../../api/trackbook.js';
import type { Run } from './run.js';
import type { Wire } from './wire.js';

/** A key that some runs have, and how many of them. */
export type KeyUse = { key: string; runCount: number };

/** Whether not all of these have the same value. */
export type TextKeyUse = KeyUse & { varies: boolean };

/** The keys that some runs have. */
export type KeyUses = {
  metrics: KeyUse[];
  params: TextKeyUse[];
  tags: TextKeyUse[];
};

export function toKeyUses(wire: Wire<Reply>): KeyUses {
  return {
    metrics: (wire.metrics ?? []).map(toKeyUse),
    params: (wire.params ?? []).map(toTextKeyUse),
    tags: (wire.tags ?? []).map(toTextKeyUse)
  };
}

const toKeyUse = ({ key = '', run_count = 0 }): KeyUse => ({
  key,
  runCount: run_count
});

const toTextKeyUse = ({
  varies = false,
  ...use
}: Wire<Reply['params'][number]>): TextKeyUse => ({ ...toKeyUse(use), varies });

/** The same of runs that are here with all their values. */
export function keyUsesOf(runs: readonly Run[]): KeyUses {
  return {
    metrics: usesIn(runs.map(({ metrics }) => metrics)),
    params: usesIn(runs.map(({ params }) => params)),
    tags: usesIn(runs.map(({ tags }) => tags))
  };
}

function usesIn(records: readonly Record<string, unknown>[]): TextKeyUse[] {
  const uses = new Map<string, TextKeyUse & { first: unknown }>();
  for (const [key, value] of records.flatMap(Object.entries)) {
    const use = uses.get(key);
    if (use) {
      use.runCount += 1;
      use.varies ||= value !== use.first;
    } else {
      uses.set(key, { key, runCount: 1, varies: false, first: value });
    }
  }
  return [...uses.values()].map(({ first: _, ...use }) => use);
}
