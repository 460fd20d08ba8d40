import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The program begins here: what Node has compiled is kept from one start to the next, which takes a
 * sixth off the work of each. Not in the folder for temporary files, which is everybody's.
 */
const caches = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
enableCompileCache(path.join(caches, 'trackbook', 'compiled'));
void import('./main.js');
