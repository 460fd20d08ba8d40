import * as z from 'zod';
import { message } from './message.js';
import { requiredText } from './scalars.js';

/** A request about one run, which old clients name `run_uuid`. */
export const runReference = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess(adoptRunUuid, message({ run_id: requiredText, ...shape }));

const adoptRunUuid = (input: unknown): unknown => {
  if (typeof input !== 'object' || input === null) {
    return input;
  }
  const { run_uuid, runUuid, ...body } = input as Record<string, unknown>;
  const old = run_uuid ?? runUuid;
  return old === undefined || body.run_id || body.runId
    ? input
    : { ...body, run_id: old };
};
