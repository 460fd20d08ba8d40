import * as z from 'zod/mini';

/** The comm target that the kernel hook registers. */
export const COMM_TARGET = 'trackbook';

const recordingSchema = z.object({
  run_id: z.nullable(z.string()),
  name: z.nullable(z.string()),
  started_at: z.number(),
  executions: z.number()
});

const stateSchema = z.object({
  type: z.literal('state'),
  session_id: z.string(),
  recording: z.nullable(recordingSchema),
  active_run_id: z.nullable(z.string()),
  experiment_id: z.nullable(z.string()),
  experiment_name: z.nullable(z.string()),
  pending: z.number(),
  connected: z.boolean(),
  error: z.nullable(z.string())
});

const runSchema = z.object({
  type: z.literal('run'),
  run_id: z.string(),
  cell_id: z.nullable(z.string()),
  execution_count: z.nullable(z.number()),
  status: z.string(),
  kind: z.string()
});

const suggestionsSchema = z.object({
  type: z.literal('suggestions'),
  run_id: z.nullable(z.string()),
  cell_id: z.nullable(z.string()),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  metrics: z.record(z.string(), z.number())
});

const kernelMessageSchema = z.discriminatedUnion('type', [
  stateSchema,
  runSchema,
  suggestionsSchema
]);

export type Recording = z.infer<typeof recordingSchema>;
export type KernelState = z.infer<typeof stateSchema>;
export type RunReport = z.infer<typeof runSchema>;
export type SuggestedValues = z.infer<typeof suggestionsSchema>;
export type KernelMessage = z.infer<typeof kernelMessageSchema>;

/** What the hook does with values that a tracked cell leaves behind. */
export type SuggestionPolicy = 'ask' | 'always' | 'never';

export type FrontEndMessage =
  | {
      type: 'hello';
      notebook: string;
      client: 'jupyterlab' | 'notebook';
      values: SuggestionPolicy;
    }
  | { type: 'arm'; cell_id: string; name?: string }
  | { type: 'disarm'; cell_id: string }
  | { type: 'record_start'; name?: string }
  | { type: 'record_stop' }
  | { type: 'discarded'; run_id: string }
  | { type: 'set_experiment'; experiment_id: string; name: string };

/** Reads what the hook sent; throws when it is none of the known messages. */
export function parseKernelMessage(data: unknown): KernelMessage {
  return kernelMessageSchema.parse(data);
}
