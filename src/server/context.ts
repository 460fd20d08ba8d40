import { pathToFileURL } from 'node:url';
import { ArtifactLocations } from './artifacts/artifact-locations.js';
import { builtFile } from './built-file.js';
import type { Config } from './config.js';
import { ChangeFeed } from './events/change-feed.js';
import type { Executor } from './executor/executor.js';
import type { StoreLocation } from './store-location.js';

/** What routes work with. */
export interface Context {
  config: Config;
  executor: Executor;
  artifacts: ArtifactLocations;
  changes: ChangeFeed;
  /** Where the built web page lies, if it was built. */
  pageFolder: string;
}

/** Chooses and wires the parts of the server; tests put their own in the place of some. */
export const createContext = async (
  config: Config,
  overrides: Partial<Context> = {}
): Promise<Context> => {
  const executor = overrides.executor ?? (await openStore(config.store));
  await executor.write('createDefaultExperiment', {
    artifactRoot: config.artifacts.defaultRoot
  });
  const changes = new ChangeFeed(executor.bus);
  executor.onCommit(committed => changes.add(committed));
  return {
    config,
    executor,
    artifacts: new ArtifactLocations({
      ...config.artifacts,
      proxied: config.artifacts.serve ? config.artifacts.destination : undefined
    }),
    changes,
    pageFolder: builtFile('page'),
    ...overrides
  };
};

/** Loads only what the store needs: on SQLite, all that knows SQL stays in the threads that use it. */
const openStore = async (store: StoreLocation): Promise<Executor> => {
  if (store.kind === 'sqlite') {
    const { WorkerExecutor } = await import('./executor/worker-executor.js');
    return WorkerExecutor.open(store.path, {
      workerUrl: pathToFileURL(builtFile('worker.mjs')),
      readers: 2
    });
  }
  const { PostgresExecutor } = await import('./executor/postgres-executor.js');
  return PostgresExecutor.open(store.url, { readers: 6 });
};
