import { setImmediate } from 'node:timers/promises';
import { Interrupted } from './command.js';

/**
 * Ctrl-C ends a command between two transactions; a second one ends it at once, which is as
 * safe for what is stored.
 */
export const interruption = (): {
  checkpoint(): Promise<void>;
  end(): void;
} => {
  let interrupted = false;
  const onSignal = () => {
    if (interrupted) {
      process.exit(130);
    }
    interrupted = true;
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    async checkpoint() {
      // Signals are heard only between turns, and reading and writing files of SQLite takes none.
      await setImmediate();
      if (interrupted) {
        throw new Interrupted();
      }
    },
    end() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    }
  };
};
