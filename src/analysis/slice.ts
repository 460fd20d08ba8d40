import {
  linkSession,
  type AnalyzedExecution,
  type Link,
  type Version
} from './session.js';

/** Why an execution is in a slice: what it did to a name that a later one needs. */
export interface Cause {
  does: Version['does'];
  names: string[];
  /** The index of the execution that needs them. */
  for: number;
}

export interface SliceEntry {
  /** Which execution. */
  index: number;
  /** None for what the slice was asked for. */
  causes: Cause[];
}

/**
 * The executions that the targets depend on, themselves included, in the order in which they ran. It
 * errs on the side of too many.
 */
export const sliceOf = (
  executions: readonly AnalyzedExecution[],
  targets: readonly number[]
): SliceEntry[] => sliceOfLinks(linkSession(executions), targets);

/** As `sliceOf`, of a session whose links are known; several slices share them. */
export const sliceOfLinks = (
  links: readonly Link[][],
  targets: readonly number[]
): SliceEntry[] => {
  const entries = new Map<number, SliceEntry>();
  const include = (index: number): SliceEntry => {
    const entry = entries.get(index) ?? { index, causes: [] };
    entries.set(index, entry);
    return entry;
  };
  targets
    .filter(target => target >= 0 && target < links.length)
    .forEach(include);
  const seen = new Set<Version>();
  // What an execution needs was done before it: one pass backwards finds all.
  for (let i = Math.max(-1, ...entries.keys()); i >= 0; i -= 1) {
    for (const link of entries.has(i) ? links[i] : []) {
      for (const { execution, does } of versionsOf(link, seen)) {
        addCause(include(execution), does, link.name, i);
      }
      for (
        let star = link.star;
        star && star.execution > link.since;
        star = star.before
      ) {
        addCause(include(star.execution), 'may define', link.name, i);
      }
    }
  }
  return [...entries.values()].sort((a, b) => a.index - b.index);
};

/** Down to those that another execution of the slice has led to already. */
function* versionsOf(link: Link, seen: Set<Version>): Generator<Version> {
  for (let version = link.version; version; version = version.before) {
    yield version;
    if (seen.has(version)) {
      return;
    }
    seen.add(version);
  }
}

const addCause = (
  { causes }: SliceEntry,
  does: Version['does'],
  name: string,
  user: number
): void => {
  const known = causes.find(cause => cause.does === does && cause.for === user);
  if (!known) {
    causes.push({ does, names: [name], for: user });
  } else if (!known.names.includes(name)) {
    known.names.push(name);
  }
};
