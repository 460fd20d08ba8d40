import { mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';

/**
 * The program begins here: what Node has compiled is kept from one start to the next, which takes a
 * sixth off the work of each. Not in the folder for temporary files, which is everybody's; who has no
 * folder of their own starts without.
 */
const { XDG_CACHE_HOME, HOME, USERPROFILE } = process.env;
const home = HOME || USERPROFILE;
const caches = XDG_CACHE_HOME || (home && path.join(home, '.cache'));

/** Left to Node, making the folder would never end where a file system refuses it by ENOENT. */
const isThere = (folder: string): boolean => {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST';
  }
};

if (caches) {
  const own = path.join(caches, 'trackbook');
  const compiled = path.join(own, 'compiled');
  if ([caches, own, compiled].every(isThere)) {
    enableCompileCache(compiled);
  }
}
void import('./main.js');
