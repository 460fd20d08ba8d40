import type { RunKeys } from '../../../client/index.js';

export type KeyKind = 'metrics' | 'params' | 'tags' | 'attributes' | 'datasets';

export type FilterKey = { kind: KeyKind; key: string };

const KIND_OF_PREFIX: Record<string, KeyKind> = {
  metric: 'metrics',
  metrics: 'metrics',
  param: 'params',
  params: 'params',
  parameter: 'params',
  parameters: 'params',
  tag: 'tags',
  tags: 'tags',
  attr: 'attributes',
  attribute: 'attributes',
  attributes: 'attributes',
  run: 'attributes',
  dataset: 'datasets',
  datasets: 'datasets'
};

export const ATTRIBUTES = [
  'run_name',
  'status',
  'start_time',
  'end_time',
  'user_id',
  'run_id',
  'artifact_uri'
];

/** Other names that MLflow takes for its attributes. */
const ATTRIBUTE_ALIASES = [
  'name',
  'created',
  'Created',
  'run name',
  'Run name',
  'run id',
  'start time'
];

const NUMERIC_ATTRIBUTES = ['start_time', 'end_time', 'created'];

export function parseKey(text: string): FilterKey | null {
  const dot = text.indexOf('.');
  if (dot < 0) {
    const key = unquote(text);
    return [...ATTRIBUTES, ...ATTRIBUTE_ALIASES].includes(key)
      ? { kind: 'attributes', key }
      : null;
  }
  const kind = KIND_OF_PREFIX[text.slice(0, dot)];
  const key = unquote(text.slice(dot + 1));
  return kind && key ? { kind, key } : null;
}

export function isNumericKey({ kind, key }: FilterKey): boolean {
  return (
    kind === 'metrics' ||
    (kind === 'attributes' && NUMERIC_ATTRIBUTES.includes(key))
  );
}

/** A key as a filter or an order spells it, quoted where it must be. */
export function keyText(kind: KeyKind, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${kind}.${key}` : `${kind}.\`${key}\``;
}

/** Every key that a filter over these runs can name. */
export function allKeyTexts(keys: RunKeys): string[] {
  return [
    ...keys.metrics.map(key => keyText('metrics', key)),
    ...keys.params.map(key => keyText('params', key)),
    ...ATTRIBUTES.map(key => keyText('attributes', key)),
    ...keys.tags.map(key => keyText('tags', key))
  ];
}

function unquote(text: string): string {
  return /^(`.*`|".*")$/.test(text) ? text.slice(1, -1) : text;
}
