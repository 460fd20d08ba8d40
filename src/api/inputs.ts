import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { emptyReply, keyValue, replyKeyValue } from './entities.js';
import { message } from './message.js';
import { int64, list, requiredText, text } from './scalars.js';

export const dataset = z.object({
  name: z.string(),
  digest: z.string(),
  source_type: z.string(),
  source: z.string(),
  schema: z.string().optional(),
  profile: z.string().optional()
});

export const runInputs = z.object({
  dataset_inputs: z
    .array(
      z.object({
        tags: z.array(replyKeyValue).optional(),
        dataset
      })
    )
    .optional(),
  model_inputs: z.array(z.object({ model_id: z.string() })).optional()
});
export type RunInputs = z.infer<typeof runInputs>;

export const runOutputs = z.object({
  model_outputs: z
    .array(z.object({ model_id: z.string(), step: z.number() }))
    .optional()
});
export type RunOutputs = z.infer<typeof runOutputs>;

export const logInputs = endpoint(
  'POST',
  '/2.0/mlflow/runs/log-inputs',
  message({
    run_id: requiredText,
    datasets: list(
      message({
        tags: list(keyValue),
        dataset: message({
          name: requiredText,
          digest: requiredText,
          source_type: requiredText,
          source: requiredText,
          schema: text.optional(),
          profile: text.optional()
        })
      })
    ),
    models: list(message({ model_id: requiredText }))
  }),
  emptyReply
);

export const logOutputs = endpoint(
  'POST',
  '/2.0/mlflow/runs/outputs',
  message({
    run_id: requiredText,
    models: z.array(message({ model_id: requiredText, step: int64.default(0) }))
  }),
  emptyReply
);

const searchDatasetsRequest = message({ experiment_ids: list(text) });

const searchDatasetsReply = z.object({
  dataset_summaries: z
    .array(
      z.object({
        experiment_id: z.string(),
        name: z.string(),
        digest: z.string(),
        context: z.string().optional()
      })
    )
    .optional()
});

export const searchDatasets = endpoint(
  'POST',
  '/2.0/mlflow/experiments/search-datasets',
  searchDatasetsRequest,
  searchDatasetsReply
);
