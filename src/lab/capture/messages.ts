import * as z from 'zod/mini';
import { type ValuesPolicy } from '../../views/panel/panel-props.js';

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

const foundValueSchema = z.object({
  /** Names it to the hook, for as long as it is offered. */
  id: z.string(),
  kind: z.enum(['param', 'metric', 'figure', 'table', 'model']),
  key: z.string(),
  value: z.union([z.string(), z.number()]),
  code: z.nullable(z.string())
});

const suggestionsSchema = z.object({
  type: z.literal('suggestions'),
  run_id: z.nullable(z.string()),
  cell_id: z.nullable(z.string()),
  values: z.array(foundValueSchema)
});

/** How the logging of a figure, table or model goes. */
const loggingSchema = z.object({
  type: z.literal('logging'),
  id: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  error: z.nullable(z.string())
});

const previewSchema = z.object({
  text: z.optional(z.string()),
  image: z.optional(z.string()),
  table: z.optional(
    z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.string()))
    })
  )
});

/** What a variable is, and as what it can be logged. */
const inspectedSchema = z.object({
  type: z.literal('inspected'),
  request: z.string(),
  name: z.string(),
  exists: z.boolean(),
  type_name: z.string(),
  preview: previewSchema,
  /** The run that the kernel would log to. */
  run_id: z.nullable(z.string()),
  choices: z.array(z.array(foundValueSchema))
});

const kernelMessageSchema = z.discriminatedUnion('type', [
  stateSchema,
  runSchema,
  suggestionsSchema,
  loggingSchema,
  inspectedSchema
]);

export type Recording = z.infer<typeof recordingSchema>;
export type KernelState = z.infer<typeof stateSchema>;
export type RunReport = z.infer<typeof runSchema>;
export type FoundValue = z.infer<typeof foundValueSchema>;
export type SuggestedValues = z.infer<typeof suggestionsSchema>;
export type LoggingMessage = z.infer<typeof loggingSchema>;
export type InspectedVariable = z.infer<typeof inspectedSchema>;
export type KernelMessage = z.infer<typeof kernelMessageSchema>;

/** How much of the data of a cell is read, in bytes and seconds; without one the kernel's own counts. */
export type DataLimits = Partial<
  Record<'file' | 'cell' | 'copy' | 'seconds', number>
>;

export type FrontEndMessage =
  | {
      type: 'hello';
      notebook: string;
      client: 'jupyterlab' | 'notebook';
      values: ValuesPolicy;
      offline: boolean;
      data_limits: DataLimits;
    }
  | { type: 'arm'; cell_id: string; name?: string }
  | { type: 'disarm'; cell_id: string }
  | { type: 'record_start'; name?: string }
  | { type: 'record_stop' }
  | { type: 'discarded'; run_id: string }
  | { type: 'set_experiment'; experiment_id: string; name: string | null }
  | { type: 'inspect'; request: string; name: string }
  | {
      type: 'log_objects';
      run_id: string;
      objects: { id: string; key: string }[];
    };

/** Reads what the hook sent; throws when it is none of the known messages. */
export function parseKernelMessage(data: unknown): KernelMessage {
  return kernelMessageSchema.parse(data);
}
