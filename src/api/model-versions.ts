import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { emptyReply, looseKeyValue, replyKeyValue } from './entities.js';
import { message } from './message.js';
import {
  boolean,
  integer,
  list,
  queryList,
  requiredText,
  text
} from './scalars.js';
import { STAGES } from './stages.js';

export const modelVersion = z.object({
  name: z.string(),
  version: z.string(),
  creation_timestamp: z.number(),
  last_updated_timestamp: z.number(),
  user_id: z.string().optional(),
  current_stage: z.enum(STAGES),
  description: z.string().optional(),
  source: z.string(),
  run_id: z.string(),
  status: z.enum(['PENDING_REGISTRATION', 'FAILED_REGISTRATION', 'READY']),
  status_message: z.string().optional(),
  tags: z.array(replyKeyValue).optional(),
  run_link: z.string(),
  aliases: z.array(z.string()).optional()
});
export type ModelVersion = z.infer<typeof modelVersion>;

const modelVersionReply = z.object({ model_version: modelVersion });

/** The two fields that name a version in every request about one. */
const versionReference = { name: requiredText, version: requiredText };

export const createModelVersion = endpoint(
  'POST',
  '/2.0/mlflow/model-versions/create',
  message({
    name: requiredText,
    source: requiredText,
    run_id: text.optional(),
    tags: list(looseKeyValue),
    run_link: text.default(''),
    description: text.default(''),
    model_id: text.optional()
  }),
  modelVersionReply
);

export const getModelVersion = endpoint(
  'GET',
  '/2.0/mlflow/model-versions/get',
  message(versionReference),
  modelVersionReply
);

export const updateModelVersion = endpoint(
  'PATCH',
  '/2.0/mlflow/model-versions/update',
  message({ ...versionReference, description: text.optional() }),
  modelVersionReply
);

export const transitionModelVersionStage = endpoint(
  'POST',
  '/2.0/mlflow/model-versions/transition-stage',
  message({
    ...versionReference,
    stage: requiredText,
    archive_existing_versions: boolean.default(false)
  }),
  modelVersionReply
);

export const deleteModelVersion = endpoint(
  'DELETE',
  '/2.0/mlflow/model-versions/delete',
  message(versionReference),
  emptyReply
);

export const getModelVersionDownloadUri = endpoint(
  'GET',
  '/2.0/mlflow/model-versions/get-download-uri',
  message({ name: requiredText, version: text.default('') }),
  z.object({ artifact_uri: z.string() })
);

export const MAX_MODEL_VERSIONS_PER_SEARCH = 200_000;

export const searchModelVersions = endpoint(
  'GET',
  '/2.0/mlflow/model-versions/search',
  message({
    filter: text.default(''),
    max_results: integer.default(MAX_MODEL_VERSIONS_PER_SEARCH),
    order_by: queryList(text),
    page_token: text.default('')
  }),
  z.object({
    model_versions: z.array(modelVersion).optional(),
    next_page_token: z.string().optional()
  })
);

export const setModelVersionTag = endpoint(
  'POST',
  '/2.0/mlflow/model-versions/set-tag',
  message({ ...versionReference, key: requiredText, value: text.default('') }),
  emptyReply
);

export const deleteModelVersionTag = endpoint(
  'DELETE',
  '/2.0/mlflow/model-versions/delete-tag',
  message({ ...versionReference, key: requiredText }),
  emptyReply
);

export { STAGES, type Stage } from './stages.js';
