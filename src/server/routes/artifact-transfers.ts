import { win32 } from 'node:path';
import type { FastifyInstance } from 'fastify';
import * as api from '../../api/artifacts.js';
import { invalidParameter, TrackbookError } from '../../api/errors.js';
import type { ArtifactLocation } from '../artifacts/artifact-locations.js';
import {
  requireFileName,
  safeArtifactPath
} from '../artifacts/artifact-path.js';
import type { DirectTransfer } from '../artifacts/artifact-store.js';
import { MAX_SIGNED_SECONDS } from '../artifacts/s3-settings.js';
import { artifactChange } from '../events/artifact-change.js';
import { nonEmpty } from '../presenters/key-values.js';
import { parseUri } from '../uri.js';
import { route } from './route.js';

/** The limit of S3. */
const MAX_PARTS = 10_000;

const UPLOAD_SECONDS = 900;

/** Transfers between a client and the storage itself, which only some storage can do. */
export const artifactTransferRoutes = async (app: FastifyInstance) => {
  multipartRoutes(app);
  presignedRoutes(app);
};

const multipartRoutes = (app: FastifyInstance) => {
  const { artifacts, changes } = app.context;

  const uploadOf = async (input: { '*': string; path: string }) => {
    // The path is that of a file on the client's machine, which may be Windows.
    const name = safeArtifactPath(win32.basename(input.path));
    requireFileName(name);
    const location = await artifacts.inProxy(`${input['*']}/${name}`);
    return direct(location, 'Multipart upload');
  };

  route(app, api.createMultipartUpload, async input => {
    const { transfer, path } = await uploadOf(input);
    if (input.num_parts > MAX_PARTS) {
      throw invalidParameter(
        `An upload has at most ${MAX_PARTS} parts (got ${input.num_parts}).`
      );
    }
    const upload = await transfer.startUpload(path, input.num_parts);
    return {
      upload_id: upload.uploadId,
      credentials: nonEmpty(
        upload.parts.map(({ url }, i) => ({ url, part_number: i + 1 }))
      )
    };
  });

  route(app, api.completeMultipartUpload, async input => {
    const { transfer, path } = await uploadOf(input);
    const parts = input.parts.map(({ part_number: number, etag }) => ({
      number,
      etag
    }));
    await transfer.completeUpload(path, input.upload_id, parts);
    changes.add(artifactChange(path));
    return {};
  });

  route(app, api.abortMultipartUpload, async input => {
    const { transfer, path } = await uploadOf(input);
    await transfer.abortUpload(path, input.upload_id);
    return {};
  });
};

const presignedRoutes = (app: FastifyInstance) => {
  const { artifacts, executor } = app.context;

  route(app, api.getPresignedDownloadUrl, async input => {
    const location = await artifacts.inProxy(input['*']);
    const { transfer, path } = direct(location, 'Multipart download');
    const { url, headers, size } = await transfer.signDownload(path);
    return { url, headers, file_size: size };
  });

  route(app, api.createPresignedUploadUrl, async input => {
    if (Boolean(input.run_id) === Boolean(input.model_id)) {
      throw invalidParameter(
        'Exactly one of run_id and model_id must be provided.'
      );
    }
    safeArtifactPath(input.path);
    requireSeconds(input.expiration);
    const uri = input.run_id
      ? await executor.read('runArtifactUri', { runId: input.run_id })
      : await executor.read('loggedModelArtifactUri', {
          modelId: input.model_id
        });
    requireUnproxied(uri, 'upload is not supported for', 'a');
    const location = await artifacts.below(uri, input.path);
    const { transfer, path } = direct(location, 'Presigned upload');
    const { url, headers } = await transfer.signUpload(
      path,
      input.expiration ?? UPLOAD_SECONDS
    );
    return { presigned_url: url, headers };
  });

  route(app, api.createPresignedDownloadUrl, async input => {
    safeArtifactPath(input.path);
    requireSeconds(input.expiration);
    const uri = await executor.read('runArtifactUri', { runId: input.run_id });
    requireUnproxied(
      uri,
      'download is not supported for runs with',
      'a run with a'
    );
    const location = await artifacts.below(uri, input.path);
    const { transfer, path } = direct(location, 'Presigned download');
    const { url, size } = await transfer.signDownload(path, input.expiration);
    return { presigned_url: url, file_size: size };
  });
};

/** The way around this server, where the store has one. */
const direct = (
  { store, path }: ArtifactLocation,
  what: string
): { transfer: DirectTransfer; path: string } => {
  if (!store.direct) {
    throw new TrackbookError(
      'NOT_IMPLEMENTED',
      `${what} is not supported for the current artifact repository`
    );
  }
  return { transfer: store.direct, path };
};

const requireSeconds = (seconds = UPLOAD_SECONDS) => {
  if (seconds < 1 || seconds > MAX_SIGNED_SECONDS) {
    throw invalidParameter(
      `expiration must be between 1 and ${MAX_SIGNED_SECONDS} seconds (got ${seconds}).`
    );
  }
};

const requireUnproxied = (uri: string, refusal: string, needed: string) => {
  const { scheme } = parseUri(uri);
  if (/^(https?|mlflow-artifacts)$/.test(scheme)) {
    throw invalidParameter(
      `Presigned ${refusal} proxied artifact storage (artifact URI scheme: ${scheme}). This endpoint requires ${needed} direct cloud storage artifact URI.`
    );
  }
};
