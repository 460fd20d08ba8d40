import type { Config } from './config.js';

/** Settles on SIGTERM or SIGINT, and in a Jupyter server's keeping when that is gone. */
export const untilToldToStop = ({ embedded }: Config): Promise<void> =>
  new Promise(resolve => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (embedded) {
      process.stdin.once('end', () => resolve());
      process.stdin.once('error', () => resolve());
      process.stdin.resume();
    }
  });
