import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const DAY = 24 * 60 * 60 * 1000;
const LONGEST_KEPT = 30 * DAY;

/**
 * Removes what Node compiled long ago and keeps below a folder: some megabytes for each version of the
 * server and of Node. Of what is still in use nothing says so; it is compiled once more in a month.
 */
export const forgetOldCode = async (
  folder: string,
  now: number
): Promise<void> => {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true
  });
  for (const file of entries.filter(entry => entry.isFile())) {
    const place = path.join(file.parentPath, file.name);
    const { mtimeMs } = await stat(place);
    if (now - mtimeMs > LONGEST_KEPT) {
      await rm(place, { force: true });
    }
  }
};
