import * as z from 'zod';
import { endpoint } from './endpoint.js';
import {
  emptyReply,
  looseKeyValue,
  lifecycleStage,
  replyKeyValue,
  viewType
} from './entities.js';
import { message } from './message.js';
import { integer, list, queryList, requiredText, text } from './scalars.js';

export const experiment = z.object({
  experiment_id: z.string(),
  name: z.string(),
  artifact_location: z.string(),
  lifecycle_stage: lifecycleStage,
  last_update_time: z.number(),
  creation_time: z.number(),
  tags: z.array(replyKeyValue).optional(),
  workspace: z.string().optional()
});
export type Experiment = z.infer<typeof experiment>;

const experimentReply = z.object({ experiment });

export const createExperiment = endpoint(
  'POST',
  '/2.0/mlflow/experiments/create',
  message({
    name: requiredText,
    artifact_location: text.optional(),
    tags: list(looseKeyValue)
  }),
  z.object({ experiment_id: z.string() })
);

export const getExperiment = endpoint(
  'GET',
  '/2.0/mlflow/experiments/get',
  message({ experiment_id: requiredText }),
  experimentReply
);

export const getExperimentByName = endpoint(
  'GET',
  '/2.0/mlflow/experiments/get-by-name',
  message({ experiment_name: requiredText }),
  experimentReply
);

const searchRequest = {
  max_results: integer.default(0),
  page_token: text.default(''),
  filter: text.default(''),
  view_type: viewType.default('ACTIVE_ONLY')
};

const searchReply = z.object({
  experiments: z.array(experiment).optional(),
  next_page_token: z.string().optional()
});

export const searchExperiments = endpoint(
  'POST',
  '/2.0/mlflow/experiments/search',
  message({ ...searchRequest, order_by: list(text) }),
  searchReply
);

export const searchExperimentsByQuery = endpoint(
  'GET',
  '/2.0/mlflow/experiments/search',
  message({ ...searchRequest, order_by: queryList(text) }),
  searchReply
);

export const deleteExperiment = endpoint(
  'POST',
  '/2.0/mlflow/experiments/delete',
  message({ experiment_id: requiredText }),
  emptyReply
);

export const restoreExperiment = endpoint(
  'POST',
  '/2.0/mlflow/experiments/restore',
  message({ experiment_id: requiredText }),
  emptyReply
);

export const updateExperiment = endpoint(
  'POST',
  '/2.0/mlflow/experiments/update',
  message({ experiment_id: requiredText, new_name: requiredText }),
  emptyReply
);

export const setExperimentTag = endpoint(
  'POST',
  '/2.0/mlflow/experiments/set-experiment-tag',
  message({
    experiment_id: requiredText,
    key: requiredText,
    value: text.default('')
  }),
  emptyReply
);

export const deleteExperimentTag = endpoint(
  'POST',
  '/2.0/mlflow/experiments/delete-experiment-tag',
  message({ experiment_id: requiredText, key: requiredText }),
  emptyReply
);
