import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { message } from './message.js';
import { runReference } from './run-reference.js';
import { integer, requiredText, text } from './scalars.js';

/** A file or folder; folders and empty files have no size. */
export const artifactEntry = z.object({
  path: z.string(),
  is_dir: z.boolean(),
  file_size: z.number().optional()
});
export type ArtifactEntry = z.infer<typeof artifactEntry>;

/** A request that a client sends to the storage itself; without headers of its own there are none. */
const signedRequest = z.object({
  presigned_url: z.string(),
  headers: z.record(z.string(), z.string()).optional()
});

/** A file's content: bytes, not JSON. */
const content = z.unknown();

const RUN_ARTIFACTS = '/2.0/mlflow/artifacts';
const PROXY = '/2.0/mlflow-artifacts';

export const listArtifacts = endpoint(
  'GET',
  `${RUN_ARTIFACTS}/list`,
  runReference({ path: text.optional() }),
  z.object({
    root_uri: z.string(),
    files: z.array(artifactEntry).optional()
  })
);

export const createPresignedUploadUrl = endpoint(
  'POST',
  `${RUN_ARTIFACTS}/presigned-upload-url`,
  message({
    run_id: text.default(''),
    model_id: text.default(''),
    path: requiredText,
    expiration: integer.optional()
  }),
  signedRequest
);

export const createPresignedDownloadUrl = endpoint(
  'POST',
  `${RUN_ARTIFACTS}/presigned-download-url`,
  message({
    run_id: requiredText,
    path: requiredText,
    expiration: integer.optional()
  }),
  signedRequest.extend({ file_size: z.number() })
);

export const listStoredArtifacts = endpoint(
  'GET',
  `${PROXY}/artifacts`,
  message({ path: text.optional() }),
  z.object({ files: z.array(artifactEntry).optional() })
);

/** `*` is the path of the artifact, as the router names the rest of a path. */
const storedArtifact = message({ '*': text });

export const downloadArtifact = endpoint(
  'GET',
  `${PROXY}/artifacts/*`,
  storedArtifact,
  content
);

export const uploadArtifact = endpoint(
  'PUT',
  `${PROXY}/artifacts/*`,
  storedArtifact,
  content
);

export const deleteArtifact = endpoint(
  'DELETE',
  `${PROXY}/artifacts/*`,
  storedArtifact,
  z.object({})
);

/** `path` is the client's own; only its last part counts. `*` is the folder at the server. */
const multipartUpload = { '*': text, path: requiredText };

export const createMultipartUpload = endpoint(
  'POST',
  `${PROXY}/mpu/create/*`,
  message({ ...multipartUpload, num_parts: integer.default(0) }),
  z.object({
    upload_id: z.string(),
    credentials: z
      .array(z.object({ url: z.string(), part_number: z.number() }))
      .optional()
  })
);

export const completeMultipartUpload = endpoint(
  'POST',
  `${PROXY}/mpu/complete/*`,
  message({
    ...multipartUpload,
    upload_id: requiredText,
    parts: z.array(message({ part_number: integer, etag: requiredText })).min(1)
  }),
  z.object({})
);

export const abortMultipartUpload = endpoint(
  'POST',
  `${PROXY}/mpu/abort/*`,
  message({ ...multipartUpload, upload_id: requiredText }),
  z.object({})
);

export const getPresignedDownloadUrl = endpoint(
  'GET',
  `${PROXY}/presigned/*`,
  storedArtifact,
  z.object({
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    file_size: z.number()
  })
);

/** Stands at the root, not below `/api`. */
export const getRunArtifact = endpoint(
  'GET',
  '/get-artifact',
  message({
    run_id: text.default(''),
    run_uuid: text.default(''),
    path: requiredText
  }),
  content
);

/** Stands at the root, not below `/api`. */
export const getModelVersionArtifact = endpoint(
  'GET',
  '/model-versions/get-artifact',
  message({ name: requiredText, version: requiredText, path: requiredText }),
  content
);

export const getLoggedModelArtifact = endpoint(
  'GET',
  '/2.0/mlflow/logged-models/:model_id/artifacts/files',
  message({ model_id: requiredText, artifact_file_path: requiredText }),
  content
);

/** How a page stores a small file; its fields are in the query, the file is the body. */
export const uploadRunArtifact = endpoint(
  'POST',
  '/2.0/mlflow/upload-artifact',
  message({ run_uuid: requiredText, path: requiredText }),
  content
);
