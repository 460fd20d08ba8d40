import * as z from 'zod';
import { endpoint } from './endpoint.js';
import {
  emptyReply,
  keyValue,
  looseKeyValue,
  lifecycleStage,
  replyKeyValue,
  viewType
} from './entities.js';
import { message } from './message.js';
import { metric, metricEntry } from './metrics.js';
import { runReference } from './run-reference.js';
import { runInputs, runOutputs } from './inputs.js';
import {
  enumeration,
  int64,
  integer,
  list,
  requiredText,
  text
} from './scalars.js';

export const runStatus = enumeration(
  ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'],
  { 1: 'RUNNING', 2: 'SCHEDULED', 3: 'FINISHED', 4: 'FAILED', 5: 'KILLED' }
);
export type RunStatus = z.output<typeof runStatus>;

export const runInfo = z.object({
  run_id: z.string(),
  run_uuid: z.string(),
  run_name: z.string().optional(),
  experiment_id: z.string(),
  user_id: z.string(),
  status: runStatus,
  start_time: z.number(),
  end_time: z.number().optional(),
  artifact_uri: z.string().optional(),
  lifecycle_stage: lifecycleStage
});
export type RunInfo = z.infer<typeof runInfo>;

export const runData = z.object({
  metrics: z.array(metric).optional(),
  params: z.array(replyKeyValue).optional(),
  tags: z.array(replyKeyValue).optional()
});

export const run = z.object({
  info: runInfo,
  data: runData,
  inputs: runInputs,
  outputs: runOutputs
});
export type Run = z.infer<typeof run>;

const runReply = z.object({ run });

export const createRun = endpoint(
  'POST',
  '/2.0/mlflow/runs/create',
  message({
    experiment_id: text.default(''),
    user_id: text.default(''),
    run_name: text.default(''),
    start_time: int64.optional(),
    tags: list(looseKeyValue)
  }),
  z.object({ run: run.omit({ outputs: true }) })
);

export const getRun = endpoint(
  'GET',
  '/2.0/mlflow/runs/get',
  runReference({}),
  runReply
);

export const updateRun = endpoint(
  'POST',
  '/2.0/mlflow/runs/update',
  runReference({
    status: runStatus.optional(),
    end_time: int64.optional(),
    run_name: text.optional()
  }),
  z.object({ run_info: runInfo })
);

export const deleteRun = endpoint(
  'POST',
  '/2.0/mlflow/runs/delete',
  runReference({}),
  emptyReply
);

export const restoreRun = endpoint(
  'POST',
  '/2.0/mlflow/runs/restore',
  runReference({}),
  emptyReply
);

export const logMetric = endpoint(
  'POST',
  '/2.0/mlflow/runs/log-metric',
  runReference(metricEntry),
  emptyReply
);

export const logParam = endpoint(
  'POST',
  '/2.0/mlflow/runs/log-parameter',
  runReference({ key: requiredText, value: text.default('') }),
  emptyReply
);

export const setTag = endpoint(
  'POST',
  '/2.0/mlflow/runs/set-tag',
  runReference({ key: requiredText, value: text.default('') }),
  emptyReply
);

export const deleteTag = endpoint(
  'POST',
  '/2.0/mlflow/runs/delete-tag',
  runReference({ key: requiredText }),
  emptyReply
);

export const logBatch = endpoint(
  'POST',
  '/2.0/mlflow/runs/log-batch',
  runReference({
    metrics: list(message(metricEntry)),
    params: list(keyValue),
    tags: list(keyValue)
  }),
  emptyReply
);

export const searchRuns = endpoint(
  'POST',
  '/2.0/mlflow/runs/search',
  message({
    experiment_ids: list(text),
    filter: text.default(''),
    run_view_type: viewType.default('ACTIVE_ONLY'),
    max_results: integer.default(1000),
    order_by: list(text),
    page_token: text.default('')
  }),
  z.object({
    runs: z.array(run).optional(),
    next_page_token: z.string().optional()
  })
);
