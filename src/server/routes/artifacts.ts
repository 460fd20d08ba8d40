import type { FastifyInstance } from 'fastify';
import * as api from '../../api/artifacts.js';
import { listLoggedModelArtifacts } from '../../api/logged-models.js';
import { safeArtifactPath } from '../artifacts/artifact-path.js';
import { presentArtifacts } from '../presenters/artifacts.js';
import { route } from './route.js';

export const artifactRoutes = async (app: FastifyInstance) => {
  const { artifacts, executor } = app.context;

  /** The listing of a folder below an artifact URI, its paths relative to that URI. */
  const listBelow = async (uri: string, folder = '') => {
    const { store, path } = await artifacts.below(uri, folder);
    return {
      root_uri: uri,
      files: presentArtifacts(await store.list(path), safeArtifactPath(folder))
    };
  };

  route(app, api.listArtifacts, async input => {
    const uri = await executor.read('runArtifactUri', {
      runId: input.run_id
    });
    return listBelow(uri, input.path);
  });

  route(app, listLoggedModelArtifacts, async input => {
    const uri = await executor.read('loggedModelArtifactUri', {
      modelId: input.model_id
    });
    return listBelow(uri, input.artifact_directory_path);
  });

  route(app, api.listStoredArtifacts, async input => {
    const { store, path } = await artifacts.inProxy(input.path ?? '');
    return { files: presentArtifacts(await store.list(path)) };
  });
};
