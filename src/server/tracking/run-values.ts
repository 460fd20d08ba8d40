import type { KeyValue } from '../../api/entities.js';
import { invalidParameter, storedAlready } from '../../api/errors.js';
import {
  MAX_KEY_LENGTH,
  MAX_PARAM_LENGTH,
  MAX_RUN_TAG_LENGTH,
  requireKey,
  requireMaxLength
} from './limits.js';

/** As MLflow names a field of a request in its messages. */
export const at = (path: string, field: string) =>
  path ? `${path}.${field}` : field;

/** A param fit to be stored: like MLflow's, a value that is too long is cut. */
export const checkedParam = (param: KeyValue, path = ''): KeyValue => {
  requireKey(at(path, 'key'), param.key);
  requireMaxLength('Param key', param.key, MAX_KEY_LENGTH);
  return { key: param.key, value: cut(param.value, MAX_PARAM_LENGTH) };
};

/** A tag fit to be stored: like MLflow's, a value that is too long is cut. */
export const checkedTag = (tag: KeyValue, path = ''): KeyValue => {
  requireKey(at(path, 'key'), tag.key);
  requireMaxLength(at(path, 'key'), tag.key, MAX_KEY_LENGTH);
  return { key: tag.key, value: cut(tag.value, MAX_RUN_TAG_LENGTH) };
};

export const repeatsKey = (pairs: readonly KeyValue[]): boolean =>
  new Set(pairs.map(({ key }) => key)).size < pairs.length;

/** MLflow refuses something new whose tags or params repeat a key, though a batch may. */
export const requireNoRepeats = (pairs: readonly KeyValue[]) => {
  if (repeatsKey(pairs)) {
    throw storedAlready('Each key can be given only once');
  }
};

export const requireUniqueKeys = (params: readonly KeyValue[]) => {
  const seen = new Set<string>();
  const repeated = params.filter(({ key }) => seen.size === seen.add(key).size);
  if (repeated.length > 0) {
    const keys = repeated.map(({ key }) => `'${key}'`).join(', ');
    throw invalidParameter(
      `Duplicate parameter keys have been submitted: [${keys}]. Please ensure the request contains only one param value per param key.`
    );
  }
};

/** Cuts between characters as Python counts them, so never inside a surrogate pair. */
const cut = (text: string, limit: number): string => {
  if (text.length <= limit) {
    return text;
  }
  const characters = Array.from(text.slice(0, 2 * limit));
  return characters.slice(0, limit).join('');
};
