import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { message } from './message.js';
import { runReference } from './run-reference.js';
import {
  double,
  int64,
  integer,
  queryList,
  replyDouble,
  requiredText,
  text
} from './scalars.js';

export const metric = z.object({
  key: z.string(),
  value: replyDouble,
  timestamp: z.number(),
  step: z.number()
});
export type Metric = z.infer<typeof metric>;

/** The fields of one metric point in a request. */
export const metricEntry = {
  key: requiredText,
  value: double,
  timestamp: int64,
  step: int64.default(0),
  model_id: text.optional(),
  dataset_name: text.optional(),
  dataset_digest: text.optional()
};

export const getMetricHistory = endpoint(
  'GET',
  '/2.0/mlflow/metrics/get-history',
  runReference({
    metric_key: requiredText,
    max_results: integer.optional(),
    page_token: text.default('')
  }),
  z.object({
    metrics: z.array(metric).optional(),
    next_page_token: z.string().optional()
  })
);

export const getMetricHistoryBulkInterval = endpoint(
  'GET',
  '/2.0/mlflow/metrics/get-history-bulk-interval',
  message({
    run_ids: queryList(text),
    metric_key: requiredText,
    start_step: integer.optional(),
    end_step: integer.optional(),
    max_results: integer.optional()
  }),
  z.object({
    metrics: z.array(metric.extend({ run_id: z.string() })).optional()
  })
);
