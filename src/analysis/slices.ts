import type { Link, Version } from './session.js';

/** A set of executions: the bit of each is set. */
type Executions = bigint;

/**
 * The slice of each execution of a session by its indices, as `sliceOfLinks` has them, without the causes.
 * What an execution needs was done before it: its slice is made of slices that are known already.
 */
export const slicesOfLinks = (links: readonly Link[][]): number[][] => {
  const slices: Executions[] = [];
  const histories = new Map<Version, Executions>();

  /** All that the versions of a name up to this one depend on. */
  const historyOf = (last: Version | undefined): Executions => {
    const unknown: Version[] = [];
    let version = last;
    while (version && !histories.has(version)) {
      unknown.push(version);
      version = version.before;
    }
    let history = (version && histories.get(version)) ?? 0n;
    for (const later of unknown.reverse()) {
      history |= slices[later.execution];
      histories.set(later, history);
    }
    return history;
  };

  links.forEach((needed, i) => {
    let slice = 1n << BigInt(i);
    for (const { version } of needed) {
      slice |= historyOf(version);
    }
    for (const execution of starsOf(needed)) {
      slice |= slices[execution];
    }
    slices.push(slice);
  });
  return slices.map(indicesOf);
};

/** The stars that matter to any name of an execution: it found the same ones for all of them. */
function* starsOf(links: readonly Link[]): Generator<number> {
  const open = links.filter(({ star }) => star);
  const since = open.reduce(
    (least, link) => Math.min(least, link.since),
    Infinity
  );
  for (
    let star = open.at(0)?.star;
    star && star.execution > since;
    star = star.before
  ) {
    yield star.execution;
  }
}

const indicesOf = (executions: Executions): number[] =>
  [...executions.toString(2)]
    .reverse()
    .flatMap((bit, index) => (bit === '1' ? [index] : []));
