/** The candidates closest to what was written, best first. */
export function mostSimilar(
  written: string,
  candidates: readonly string[],
  count = 3
): string[] {
  const wanted = written.toLowerCase();
  return candidates
    .map(candidate => ({
      candidate,
      distance: distanceTo(wanted, candidate.toLowerCase())
    }))
    .filter(({ distance }) => distance <= Math.max(1, wanted.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

function distanceTo(wanted: string, candidate: string): number {
  const name = candidate.slice(candidate.indexOf('.') + 1).replaceAll('`', '');
  if (candidate === wanted || name === wanted) {
    return 0;
  }
  return name.startsWith(wanted)
    ? 0.5
    : Math.min(editDistance(wanted, candidate), editDistance(wanted, name));
}

/** How many letters must be changed, added or dropped to get from one to the other. */
export function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      current.push(
        Math.min(
          previous[column] + 1,
          current[column - 1] + 1,
          previous[column - 1] + (isSame ? 0 : 1)
        )
      );
    }
    previous = current;
  }
  return previous[to.length];
}
