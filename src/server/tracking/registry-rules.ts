import type { KeyValue } from '../../api/entities.js';
import { invalidParameter } from '../../api/errors.js';
import { STAGES, type Stage } from '../../api/stages.js';
import {
  MAX_KEY_LENGTH,
  MAX_REGISTRY_TAG_LENGTH,
  requireKey,
  requireMaxLength
} from './limits.js';

const MAX_ALIAS_LENGTH = 255;

/** Marks a registered model, and its versions, that MLflow uses to hold a prompt. */
export const IS_PROMPT_TAG = 'mlflow.prompt.is_prompt';

/** Of a key that is given twice the last counts. */
export const isPrompt = (tags: readonly KeyValue[]): boolean =>
  tags.findLast(({ key }) => key === IS_PROMPT_TAG)?.value.toLowerCase() ===
  'true';

export const requireModelName = (name: string, parameter = 'name') => {
  if (name.trim() === '') {
    throw invalidParameter(
      `Missing value for required parameter '${parameter}'.`
    );
  }
  if (/[/:]/.test(name)) {
    throw invalidParameter(
      `Invalid model name '${name}'. Names cannot contain '/' or ':'.`
    );
  }
  if (name === '.' || name === '..') {
    throw invalidParameter(
      `Invalid value "${name}" for parameter 'name' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${name}'`
    );
  }
};

export const requireAlias = (alias: string) => {
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias)) {
    throw invalidParameter(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`
    );
  }
  requireMaxLength('Registered model alias name', alias, MAX_ALIAS_LENGTH);
};

/** Refuses the names that `models:/name@alias` gives a meaning of their own. */
export const requireUnreservedAlias = (alias: string) => {
  if (isLatest(alias)) {
    throw invalidParameter(
      "'latest' alias name (case insensitive) is reserved."
    );
  }
  if (/^v\d+$/i.test(alias)) {
    throw invalidParameter(`Version alias name '${alias}' is reserved.`);
  }
};

export const isLatest = (alias: string) => alias.toLowerCase() === 'latest';

export const parseVersion = (version: string): number => {
  if (!/^\s*[+-]?\d+\s*$/.test(version)) {
    throw invalidParameter(
      `Parameter 'version' must be an integer, got '${version}'.`
    );
  }
  return Number(version);
};

export const requireRegistryTag = ({ key, value }: KeyValue) => {
  requireKey('key', key);
  requireMaxLength('key', key, MAX_KEY_LENGTH);
  requireMaxLength('value', value, MAX_REGISTRY_TAG_LENGTH);
};

/** The stage of that name, however it is capitalised. */
export const toStage = (name: string): Stage => {
  const stage = STAGES.find(
    known => known.toLowerCase() === name.toLowerCase()
  );
  if (!stage) {
    throw invalidParameter(
      `Invalid Model Version stage: ${name}. Value must be one of ${STAGES.join(', ')}.`
    );
  }
  return stage;
};
