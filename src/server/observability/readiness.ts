import type { Context } from '../context.js';

/** A store that takes longer does not count as answering. */
const WITHIN_MS = 5000;

/** Settles when the store takes writes and answers reads, throws when it does not. */
export const requireReady = (
  context: Pick<Context, 'config' | 'executor'>
): Promise<void> =>
  new Promise((resolve, reject) => {
    const tooLate = setTimeout(
      () => reject(new Error(`no answer in ${WITHIN_MS} ms`)),
      WITHIN_MS
    );
    askStore(context)
      .then(resolve, reject)
      .finally(() => clearTimeout(tooLate));
  });

/** Changes nothing: there have been experiments since the start. */
const askStore = async ({
  config,
  executor
}: Pick<Context, 'config' | 'executor'>) => {
  await executor.write('createDefaultExperiment', {
    artifactRoot: config.artifacts.defaultRoot
  });
  await executor.read('listKeys', { experimentIds: [] });
};
