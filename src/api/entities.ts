import * as z from 'zod';
import { enumeration, text } from './scalars.js';
import { message } from './message.js';

/** A key and a value as requests carry them: experiment tags, run tags, params, … */
export const keyValue = message({
  key: z.string().min(1),
  value: text.default('')
});
/** The same where MLflow does not look whether there is a key. */
export const looseKeyValue = message({
  key: text.default(''),
  value: text.default('')
});
export type KeyValue = z.output<typeof keyValue>;

export const replyKeyValue = z.object({ key: z.string(), value: z.string() });

export const lifecycleStage = z.enum(['active', 'deleted']);
export type LifecycleStage = z.infer<typeof lifecycleStage>;

export const viewType = enumeration(['ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'], {
  1: 'ACTIVE_ONLY',
  2: 'DELETED_ONLY',
  3: 'ALL'
});
export type ViewType = z.output<typeof viewType>;

export const emptyReply = z.object({});
