import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 20;

/** Settles when something that happens elsewhere has happened. */
export const until = async (happened: () => boolean): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  while (!happened()) {
    if (Date.now() > end) {
      throw new Error('Waited in vain.');
    }
    await sleep(LOOK_EVERY_MS);
  }
};
