import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { emptyReply, looseKeyValue, replyKeyValue } from './entities.js';
import { message } from './message.js';
import { modelVersion } from './model-versions.js';
import { integer, list, queryList, requiredText, text } from './scalars.js';

export const registeredModel = z.object({
  name: z.string(),
  creation_timestamp: z.number(),
  last_updated_timestamp: z.number(),
  description: z.string().optional(),
  latest_versions: z.array(modelVersion).optional(),
  tags: z.array(replyKeyValue).optional(),
  aliases: z
    .array(z.object({ alias: z.string(), version: z.string() }))
    .optional()
});
export type RegisteredModel = z.infer<typeof registeredModel>;

const registeredModelReply = z.object({ registered_model: registeredModel });

export const createRegisteredModel = endpoint(
  'POST',
  '/2.0/mlflow/registered-models/create',
  message({
    name: requiredText,
    tags: list(looseKeyValue),
    description: text.default('')
  }),
  registeredModelReply
);

export const getRegisteredModel = endpoint(
  'GET',
  '/2.0/mlflow/registered-models/get',
  message({ name: requiredText }),
  registeredModelReply
);

export const updateRegisteredModel = endpoint(
  'PATCH',
  '/2.0/mlflow/registered-models/update',
  message({ name: requiredText, description: text.default('') }),
  registeredModelReply
);

export const renameRegisteredModel = endpoint(
  'POST',
  '/2.0/mlflow/registered-models/rename',
  message({ name: requiredText, new_name: requiredText }),
  registeredModelReply
);

export const deleteRegisteredModel = endpoint(
  'DELETE',
  '/2.0/mlflow/registered-models/delete',
  message({ name: requiredText }),
  emptyReply
);

export const MAX_REGISTERED_MODELS_PER_SEARCH = 1000;

export const searchRegisteredModels = endpoint(
  'GET',
  '/2.0/mlflow/registered-models/search',
  message({
    filter: text.default(''),
    max_results: integer.default(100),
    order_by: queryList(text),
    page_token: text.default('')
  }),
  z.object({
    registered_models: z.array(registeredModel).optional(),
    next_page_token: z.string().optional()
  })
);

const latestVersionsReply = z.object({
  model_versions: z.array(modelVersion).optional()
});

export const getLatestVersions = endpoint(
  'POST',
  '/2.0/mlflow/registered-models/get-latest-versions',
  message({ name: requiredText, stages: list(text) }),
  latestVersionsReply
);

export const getLatestVersionsByQuery = endpoint(
  'GET',
  '/2.0/mlflow/registered-models/get-latest-versions',
  message({ name: requiredText, stages: queryList(text) }),
  latestVersionsReply
);

export const setRegisteredModelTag = endpoint(
  'POST',
  '/2.0/mlflow/registered-models/set-tag',
  message({ name: requiredText, key: requiredText, value: text.default('') }),
  emptyReply
);

export const deleteRegisteredModelTag = endpoint(
  'DELETE',
  '/2.0/mlflow/registered-models/delete-tag',
  message({ name: requiredText, key: requiredText }),
  emptyReply
);

export const setRegisteredModelAlias = endpoint(
  'POST',
  '/2.0/mlflow/registered-models/alias',
  message({ name: requiredText, alias: requiredText, version: requiredText }),
  emptyReply
);

export const deleteRegisteredModelAlias = endpoint(
  'DELETE',
  '/2.0/mlflow/registered-models/alias',
  message({ name: requiredText, alias: requiredText }),
  emptyReply
);

export const getModelVersionByAlias = endpoint(
  'GET',
  '/2.0/mlflow/registered-models/alias',
  message({ name: requiredText, alias: requiredText }),
  z.object({ model_version: modelVersion })
);
