import { readdirSync, readFileSync } from 'node:fs';

const fields = pid =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

/** A process and all below it. */
function tree(root) {
  const parents = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        return [[Number(pid), Number(fields(pid)[1])]];
      } catch {
        return []; // ended between listing and reading
      }
    });
  const members = new Set([root]);
  let size;
  do {
    size = members.size;
    parents
      .filter(([, parent]) => members.has(parent))
      .forEach(([pid]) => members.add(pid));
  } while (members.size > size);
  return [...members];
}

/**
 * Memory of a process and all below it in megabytes: `rss` counts shared
 * pages once for each process, `pss` once altogether. Linux only.
 */
export function treeMemory(root) {
  const total = { rss: 0, pss: 0 };
  for (const pid of tree(root)) {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    for (const kind of ['rss', 'pss']) {
      const [, kilobytes] = new RegExp(`^${kind}: +(\\d+)`, 'im').exec(rollup);
      total[kind] += Number(kilobytes) / 1024;
    }
  }
  return total;
}
