import { useQueries } from '@tanstack/react-query';
import type { ArtifactOwner, Run } from '../../client/index.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { legacyModelPaths } from './run-facts.js';

/** A model that a run logged: how to load it, and where its files are. */
export type RunModel = {
  name: string;
  /** What `load_model` takes. */
  uri: string;
  /** What a registered version is made from. */
  source: string;
  modelId: string | null;
  owner: Extract<ArtifactOwner, { kind: 'run' | 'loggedModel' }>;
  /** The folder of the model's files at their owner. */
  folder: string;
};

export function useRunModels(run: Run): RunModel[] {
  const client = useClient();
  const logged = useQueries({
    queries: run.modelIds.map(modelId => ({
      queryKey: queryKeys.loggedModel(modelId),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.loggedModels.get(modelId, signal)
    }))
  });
  const models = logged.flatMap(({ data }): RunModel[] =>
    data
      ? [
          {
            name: data.name,
            uri: `models:/${data.modelId}`,
            source: `models:/${data.modelId}`,
            modelId: data.modelId,
            owner: { kind: 'loggedModel', modelId: data.modelId },
            folder: ''
          }
        ]
      : []
  );
  return run.modelIds.length > 0 ? models : legacyModels(run);
}

function legacyModels(run: Run): RunModel[] {
  return legacyModelPaths(run).map(path => ({
    name: path,
    uri: `runs:/${run.runId}/${path}`,
    source: `${run.artifactUri}/${path}`,
    modelId: null,
    owner: { kind: 'run', runId: run.runId },
    folder: path
  }));
}
