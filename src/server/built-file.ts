import { dirname, join } from 'node:path';

/** A file beside the program that runs: modules may be bundled into other folders. */
export const builtFile = (name: string): string =>
  join(dirname(process.argv[1]), name);
