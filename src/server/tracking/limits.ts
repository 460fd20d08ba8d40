import { invalidParameter } from '../../api/errors.js';

export const MAX_KEY_LENGTH = 250;
export const MAX_EXPERIMENT_NAME_LENGTH = 500;
export const MAX_EXPERIMENT_TAG_LENGTH = 20_000;
export const MAX_PARAM_LENGTH = 6000;
export const MAX_RUN_TAG_LENGTH = 8000;
export const MAX_REGISTRY_TAG_LENGTH = 100_000;

export const MAX_METRICS_PER_BATCH = 1000;
export const MAX_PARAMS_PER_BATCH = 100;
export const MAX_TAGS_PER_BATCH = 100;
export const MAX_ENTITIES_PER_BATCH = 1000;

export const MAX_RUNS_PER_BULK_HISTORY = 100;
export const MAX_RESULTS_PER_BULK_HISTORY = 2500;
export const MAX_RUNS_PER_COMPARISON = 1000;
export const MAX_CURVES = 10_000;

/** Characters are counted as Python does: one outside of the basic plane is one, not two. */
export const requireMaxLength = (what: string, text: string, limit: number) => {
  if (text.length > limit && Array.from(text).length > limit) {
    throw invalidParameter(
      `'${what}' exceeds the maximum length of ${limit} characters`
    );
  }
};

const KEY = /^[/\w.\- :]*$/;
const UNICODE_KEY = /^[/\p{L}\p{N}_.\- :]*$/u;

/** Keys of metrics, params and tags may become file names in other stores of MLflow. */
export const requireKey = (parameter: string, key: string) => {
  const refuse = (reason: string) =>
    invalidParameter(
      `Invalid value ${JSON.stringify(key)} for parameter '${parameter}' supplied: ${reason}`
    );
  if (!KEY.test(key) && !UNICODE_KEY.test(key)) {
    throw refuse(
      'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).'
    );
  }
  const resolved = normalisePath(key);
  if (resolved !== key || /^(\/|\.\.|\.$)/.test(resolved)) {
    throw refuse(
      `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${resolved}'`
    );
  }
};

const normalisePath = (path: string): string => {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') {
      kept.pop();
    } else if (part !== '' && part !== '.') {
      kept.push(part);
    }
  }
  return (path.startsWith('/') ? '/' : '') + kept.join('/') || '.';
};

export const requireBatchSize = (
  what: string,
  count: number,
  limit: number
) => {
  if (count > limit) {
    throw invalidParameter(
      `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. Please split up ${what} across multiple requests and try again.`
    );
  }
};
