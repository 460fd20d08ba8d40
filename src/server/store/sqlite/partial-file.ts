import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const PARTIAL = /^\.(\d+)\.partial/;

/**
 * A name for a file under way that becomes `path` once it is whole, of this process's own. What
 * processes that were killed have left there is taken away.
 */
export const partialFile = (path: string): string => {
  const folder = dirname(path);
  const name = basename(path);
  for (const entry of readdirSync(folder)) {
    const [, pid] = entry.startsWith(name)
      ? (PARTIAL.exec(entry.slice(name.length)) ?? [])
      : [];
    if (pid && (Number(pid) === process.pid || !isRunning(Number(pid)))) {
      rmSync(join(folder, entry), { force: true });
    }
  }
  return `${path}.${process.pid}.partial`;
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // There, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
