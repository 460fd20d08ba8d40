import type { FastifyInstance } from 'fastify';
import type { Config } from './config.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Settles on SIGTERM or SIGINT, and in a Jupyter server's keeping when that is gone. Whatever of
 * these comes next ends the process at once.
 */
export const untilToldToStop = ({
  embedded
}: Pick<Config, 'embedded'>): Promise<string> =>
  new Promise(resolve => {
    const stop = (reason: string) => {
      SIGNALS.forEach(signal => process.removeAllListeners(signal));
      resolve(reason);
    };
    SIGNALS.forEach(signal => process.once(signal, stop));
    if (embedded) {
      process.stdin.once('end', () => stop('end of stdin'));
      process.stdin.once('error', () => stop('end of stdin'));
      process.stdin.resume();
    }
  });

/** Lets requests under way finish for as long as `graceMs`, then cuts them off. */
export const stopServing = async (
  app: FastifyInstance,
  graceMs: number
): Promise<void> => {
  const cutOff = setTimeout(() => {
    app.log.warn('requests were still under way and have been cut off');
    app.server.closeAllConnections();
  }, graceMs);
  await app.close();
  clearTimeout(cutOff);
};
