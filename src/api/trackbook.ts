import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { viewType } from './entities.js';
import { message } from './message.js';
import { runReference } from './run-reference.js';
import { run } from './runs.js';
import {
  boolean,
  integer,
  list,
  queryList,
  replyDouble,
  requiredText,
  text
} from './scalars.js';

export const features = [
  'events',
  'runs.search',
  'runs.search.expressions',
  'runs.search.lists',
  'runs.search.values',
  'keys',
  'runs.compare',
  'metrics.sampled',
  'runs.bulk',
  'runs.discard',
  'runs.judge'
] as const;
export type Feature = (typeof features)[number];

export const getFeatures = endpoint(
  'GET',
  '/2.0/trackbook/features',
  message({}),
  z.object({ version: z.string(), features: z.array(z.string()) })
);

/** What an `event: change` of the stream `/2.0/trackbook/events` carries. */
export const change = z.object({
  entity: z.enum([
    'experiment',
    'run',
    'logged_model',
    'registered_model',
    'model_version'
  ]),
  action: z.enum(['created', 'updated', 'deleted']),
  experiment_id: z.string().optional(),
  run_id: z.string().optional(),
  model_id: z.string().optional(),
  name: z.string().optional(),
  version: z.string().optional(),
  parts: z
    .array(
      z.enum([
        'metrics',
        'params',
        'tags',
        'status',
        'inputs',
        'outputs',
        'artifacts'
      ])
    )
    .optional()
});
export type Change = z.infer<typeof change>;

/** The first event of each stream: tells a reconnecting client whether it is the same server. */
export const hello = z.object({ server_id: z.string() });

export const EVENTS_PATH = '/2.0/trackbook/events';

export const MAX_RUNS_PER_PAGE = 1000;

const keys = z.array(text).optional();

/** The keys of each kind that are asked for: none of an empty list, all where there is no list. */
const wantedKeys = message({ metrics: keys, params: keys, tags: keys });

/** A key that runs have, and how many of them. */
const keyUse = z.object({ key: z.string(), run_count: z.number() });
/** Whether not all of them have the same value. */
const textKeyUse = keyUse.extend({ varies: z.boolean() });

export const keyUses = z.object({
  metrics: z.array(keyUse),
  params: z.array(textKeyUse),
  tags: z.array(textKeyUse)
});
export type KeyUses = z.infer<typeof keyUses>;

export const searchRunsPage = endpoint(
  'POST',
  '/2.0/trackbook/runs/search',
  message({
    // None stands for all that are active.
    experiment_ids: list(text),
    // In the grammar of docs/search.md.
    filter: text.default(''),
    run_view_type: viewType.default('ACTIVE_ONLY'),
    order_by: list(text),
    offset: integer.default(0),
    max_results: integer.default(100),
    // Runs come with these values only, and without inputs and outputs.
    values: wantedKeys.optional(),
    count_keys: boolean.default(false)
  }),
  z.object({
    runs: z.array(run),
    total_count: z.number(),
    offset: z.number(),
    // Of all values of the page's runs, where they are to be counted.
    key_uses: keyUses.optional()
  })
);

export const listKeys = endpoint(
  'GET',
  '/2.0/trackbook/keys',
  message({ experiment_ids: queryList(text) }),
  z.object({
    metrics: z.array(z.string()),
    params: z.array(z.string()),
    tags: z.array(z.string())
  })
);

export const metricSummary = z.object({
  run_id: z.string(),
  key: z.string(),
  count: z.number(),
  min: replyDouble,
  max: replyDouble,
  first: replyDouble,
  last: replyDouble,
  last_step: z.number()
});
export type MetricSummary = z.infer<typeof metricSummary>;

export const compareRuns = endpoint(
  'POST',
  '/2.0/trackbook/runs/compare',
  message({ run_ids: list(requiredText) }),
  z.object({
    runs: z.array(run),
    metric_summaries: z.array(metricSummary)
  })
);

export const metricSeries = z.object({
  run_id: z.string(),
  key: z.string(),
  total_count: z.number(),
  sampled: z.boolean(),
  points: z.array(
    z.object({
      step: z.number(),
      timestamp: z.number(),
      value: replyDouble
    })
  ),
  min: replyDouble,
  max: replyDouble,
  last: replyDouble
});
export type MetricSeries = z.infer<typeof metricSeries>;

export const sampleMetrics = endpoint(
  'POST',
  '/2.0/trackbook/metrics/sampled',
  message({
    run_ids: list(requiredText),
    metric_keys: list(requiredText),
    max_points: integer.default(1000)
  }),
  z.object({ series: z.array(metricSeries) })
);

export const changeRuns = endpoint(
  'POST',
  '/2.0/trackbook/runs/bulk',
  message({
    action: z.enum(['delete', 'restore']),
    run_ids: list(requiredText)
  }),
  z.object({ changed: z.array(z.string()) })
);

/** Takes a run that has just ended away for good: no trash, no way back. */
export const discardRun = endpoint(
  'POST',
  '/2.0/trackbook/runs/discard',
  runReference({}),
  z.object({})
);

/** Keeps with each run whether its notebook, of which these are the code cells, says what it did. */
export const judgeRuns = endpoint(
  'POST',
  '/2.0/trackbook/runs/judge',
  message({
    run_ids: list(requiredText),
    cells: list(message({ id: text.default(''), source: text.default('') }))
  }),
  // Without the runs that have no record of their cells.
  z.object({
    verdicts: z.array(z.object({ run_id: z.string(), verdict: z.string() }))
  })
);
