import { parseUri } from '../uri.js';

/** What a `models:/` URI names. */
export type ModelUri =
  | { kind: 'id'; modelId: string }
  | { kind: 'version'; name: string; version: string }
  | { kind: 'stage'; name: string; stage: string }
  | { kind: 'latest'; name: string }
  | { kind: 'alias'; name: string; alias: string };

/** Undefined if it is not well formed. */
export const parseModelUri = (text: string): ModelUri | undefined => {
  const { path } = parseUri(text);
  const [name, suffix, ...rest] = path.replace(/^\/+/, '').split('/');
  if (!path.startsWith('/') || name.trim() === '' || rest.length > 0) {
    return undefined;
  }
  return suffix === undefined
    ? parseWithoutSuffix(name)
    : parseSuffix(name, suffix);
};

const parseSuffix = (name: string, suffix: string): ModelUri | undefined => {
  if (suffix.trim() === '') {
    return undefined;
  }
  if (/^\d+$/.test(suffix)) {
    return { kind: 'version', name, version: suffix };
  }
  return suffix.toLowerCase() === 'latest'
    ? { kind: 'latest', name }
    : { kind: 'stage', name, stage: suffix };
};

const parseWithoutSuffix = (text: string): ModelUri | undefined => {
  const at = text.lastIndexOf('@');
  if (at === -1) {
    return { kind: 'id', modelId: text };
  }
  const alias = text.slice(at + 1);
  return alias.trim() === ''
    ? undefined
    : { kind: 'alias', name: text.slice(0, at), alias };
};
