import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { emptyReply, looseKeyValue, replyKeyValue } from './entities.js';
import { artifactEntry } from './artifacts.js';
import { message } from './message.js';
import { metric } from './metrics.js';
import {
  boolean,
  enumeration,
  integer,
  list,
  requiredText,
  text
} from './scalars.js';

export const loggedModelStatus = enumeration(
  [
    'LOGGED_MODEL_STATUS_UNSPECIFIED',
    'LOGGED_MODEL_PENDING',
    'LOGGED_MODEL_READY',
    'LOGGED_MODEL_UPLOAD_FAILED'
  ],
  {
    0: 'LOGGED_MODEL_STATUS_UNSPECIFIED',
    1: 'LOGGED_MODEL_PENDING',
    2: 'LOGGED_MODEL_READY',
    3: 'LOGGED_MODEL_UPLOAD_FAILED'
  }
);
export type LoggedModelStatus = z.output<typeof loggedModelStatus>;

export const loggedModelMetric = metric.extend({
  model_id: z.string(),
  run_id: z.string(),
  dataset_name: z.string().optional(),
  dataset_digest: z.string().optional()
});

export const loggedModel = z.object({
  info: z.object({
    model_id: z.string(),
    experiment_id: z.string(),
    name: z.string(),
    creation_timestamp_ms: z.number(),
    last_updated_timestamp_ms: z.number(),
    artifact_uri: z.string(),
    status: loggedModelStatus,
    model_type: z.string(),
    source_run_id: z.string(),
    status_message: z.string().optional(),
    tags: z.array(replyKeyValue).optional()
  }),
  data: z.object({
    params: z.array(replyKeyValue).optional(),
    metrics: z.array(loggedModelMetric).optional()
  })
});
export type LoggedModel = z.infer<typeof loggedModel>;

const loggedModelReply = z.object({ model: loggedModel });

const LOGGED_MODELS = '/2.0/mlflow/logged-models';
const ONE_LOGGED_MODEL = `${LOGGED_MODELS}/:model_id`;

export const createLoggedModel = endpoint(
  'POST',
  LOGGED_MODELS,
  message({
    experiment_id: requiredText,
    name: text.default(''),
    model_type: text.default(''),
    source_run_id: text.default(''),
    params: list(looseKeyValue),
    tags: list(looseKeyValue)
  }),
  loggedModelReply
);

export const getLoggedModel = endpoint(
  'GET',
  ONE_LOGGED_MODEL,
  message({
    model_id: requiredText,
    // Whatever is not true is false.
    allow_deleted: z
      .unknown()
      .transform(value => String(value).toLowerCase() === 'true')
      .default(false)
  }),
  loggedModelReply
);

/** MLflow takes the model from the body and does not look at the path. */
const NAMED_IN_BODY = `${LOGGED_MODELS}/:any_id`;

export const finalizeLoggedModel = endpoint(
  'PATCH',
  NAMED_IN_BODY,
  message({ model_id: requiredText, status: loggedModelStatus }),
  loggedModelReply
);

export const deleteLoggedModel = endpoint(
  'DELETE',
  ONE_LOGGED_MODEL,
  message({ model_id: requiredText }),
  emptyReply
);

export const searchLoggedModels = endpoint(
  'POST',
  `${LOGGED_MODELS}/search`,
  message({
    experiment_ids: z.array(text),
    filter: text.default(''),
    datasets: list(
      message({
        dataset_name: text.default(''),
        dataset_digest: text.default('')
      })
    ),
    max_results: integer.default(50),
    order_by: list(
      message({
        field_name: text.default(''),
        ascending: boolean.default(true),
        dataset_name: text.default(''),
        dataset_digest: text.default('')
      })
    ),
    page_token: text.default('')
  }),
  z.object({
    models: z.array(loggedModel).optional(),
    next_page_token: z.string().optional()
  })
);

export const setLoggedModelTags = endpoint(
  'PATCH',
  `${ONE_LOGGED_MODEL}/tags`,
  message({ model_id: requiredText, tags: list(looseKeyValue) }),
  emptyReply
);

export const deleteLoggedModelTag = endpoint(
  'DELETE',
  `${ONE_LOGGED_MODEL}/tags/:tag_key`,
  message({ model_id: requiredText, tag_key: requiredText }),
  emptyReply
);

export const logLoggedModelParams = endpoint(
  'POST',
  // MLflow wants the model in the body too, but takes it from the path.
  `${LOGGED_MODELS}/:path_id/params`,
  message({
    path_id: requiredText,
    model_id: requiredText,
    params: list(looseKeyValue)
  }),
  emptyReply
);

export const listLoggedModelArtifacts = endpoint(
  'GET',
  `${ONE_LOGGED_MODEL}/artifacts/directories`,
  message({
    model_id: requiredText,
    artifact_directory_path: text.optional()
  }),
  z.object({
    root_uri: z.string(),
    files: z.array(artifactEntry).optional()
  })
);

/** What clients older than 3.0 record about a model, as a tag of the run. */
export const logModel = endpoint(
  'POST',
  '/2.0/mlflow/runs/log-model',
  message({ run_id: requiredText, model_json: requiredText }),
  emptyReply
);
