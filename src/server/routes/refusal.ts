import type * as z from 'zod';
import { invalidParameter, type TrackbookError } from '../../api/errors.js';

const SEE_DOCS =
  'See the API docs for more information about request parameters.';

/** Says what is wrong with a request in MLflow's words. */
export const toRefusal = (error: z.ZodError): TrackbookError => {
  const issue = error.issues[0];
  const parameter = parameterName(issue.path);
  if (issue.code === 'custom') {
    return invalidParameter(issue.message);
  }
  if (issue.input === undefined || issue.input === '') {
    return invalidParameter(
      `Missing value for required parameter '${parameter}'. ${SEE_DOCS}`
    );
  }
  return invalidParameter(
    `Invalid value ${shown(issue.input)} for parameter '${parameter}' supplied:  Hint: Value was of type '${pythonType(issue.input)}'. ${SEE_DOCS}`
  );
};

/** `metrics[3].key` for the path ['metrics', 3, 'key']. */
const parameterName = (path: readonly PropertyKey[]): string =>
  path
    .map((part, i) =>
      typeof part === 'number' ? `[${part}]` : `${i ? '.' : ''}${String(part)}`
    )
    .join('');

const shown = (value: unknown): string => {
  try {
    return JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'bigint' ? Number(part) : part
    );
  } catch (error) {
    // The stack ends before a value does that is nested ten thousand times.
    if (error instanceof RangeError) {
      return 'that is nested too deeply';
    }
    throw error;
  }
};

const pythonType = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'bigint':
      return 'int';
    default:
      return Array.isArray(value) ? 'list' : 'dict';
  }
};
