import type { FastifyInstance } from 'fastify';
import * as api from '../../api/artifacts.js';
import { invalidParameter, TrackbookError } from '../../api/errors.js';
import { listLoggedModelArtifacts } from '../../api/logged-models.js';
import { safeArtifactPath } from '../artifacts/artifact-path.js';
import { presentArtifacts } from '../presenters/artifacts.js';
import { route } from './route.js';

/** Listings, and what only stores in the cloud can do. */
export const artifactRoutes = async (app: FastifyInstance) => {
  listingRoutes(app);
  multipartRoutes(app);
  presignedRoutes(app);
};

const listingRoutes = (app: FastifyInstance) => {
  const { artifacts, executor } = app.context;

  /** The listing of a folder below an artifact URI, its paths relative to that URI. */
  const listBelow = async (uri: string, folder = '') => {
    const { store, path } = artifacts.below(uri, folder);
    return {
      root_uri: uri,
      files: presentArtifacts(await store.list(path), safeArtifactPath(folder))
    };
  };

  route(app, api.listArtifacts, async input => {
    const uri = await executor.read('runArtifactUri', {
      runId: input.run_id || input.run_uuid
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
    const { store, path } = artifacts.inProxy(input.path ?? '');
    return { files: presentArtifacts(await store.list(path)) };
  });
};

const multipartRoutes = (app: FastifyInstance) => {
  const endpoints = [
    api.createMultipartUpload,
    api.completeMultipartUpload,
    api.abortMultipartUpload
  ];
  for (const endpoint of endpoints) {
    route(app, endpoint, async input => {
      app.context.artifacts.inProxy(input['*']);
      throw notSupported('Multipart upload');
    });
  }
};

const presignedRoutes = (app: FastifyInstance) => {
  const { artifacts, executor } = app.context;

  route(app, api.getPresignedDownloadUrl, async input => {
    artifacts.inProxy(input['*']);
    throw notSupported('Multipart download');
  });

  route(app, api.createPresignedUploadUrl, async input => {
    if (Boolean(input.run_id) === Boolean(input.model_id)) {
      throw invalidParameter(
        'Exactly one of run_id and model_id must be provided.'
      );
    }
    safeArtifactPath(input.path);
    const uri = input.run_id
      ? await executor.read('runArtifactUri', { runId: input.run_id })
      : await executor.read('loggedModelArtifactUri', {
          modelId: input.model_id
        });
    throw notPresigned('upload', uri);
  });

  route(app, api.createPresignedDownloadUrl, async input => {
    safeArtifactPath(input.path);
    throw notPresigned(
      'download',
      await executor.read('runArtifactUri', { runId: input.run_id })
    );
  });
};

const notSupported = (what: string) =>
  new TrackbookError(
    'NOT_IMPLEMENTED',
    `${what} is not supported for the current artifact repository`
  );

const notPresigned = (what: 'upload' | 'download', uri: string) => {
  const scheme = /^[\w+.-]+(?=:)/.exec(uri)?.[0] ?? 'file';
  return /^(https?|mlflow-artifacts)$/.test(scheme)
    ? invalidParameter(
        `Presigned ${what} is not supported for proxied artifact storage (artifact URI scheme: ${scheme}). This endpoint requires a direct cloud storage artifact URI.`
      )
    : notSupported(`Presigned ${what}`);
};
