import { sameNames, type Searchable } from '../searchable.js';

const creation = { key: 'creation_timestamp', type: 'number' } as const;
const lastUpdate = { key: 'last_updated_timestamp', type: 'number' } as const;

export const loggedModels: Searchable = {
  prefixes: {
    attributes: 'attribute',
    metrics: 'metric',
    params: 'param',
    tags: 'tag'
  },
  prefixHint: "Expected one of ['attributes', 'metrics', 'params', 'tags'].",
  attributes: {
    name: { key: 'name', type: 'text', list: true },
    model_id: { key: 'model_id', type: 'text', list: true },
    model_type: { key: 'model_type', type: 'text', list: true },
    status: { key: 'status', type: 'text', list: true },
    source_run_id: { key: 'source_run_id', type: 'text', list: true },
    creation_timestamp: creation,
    creation_time: creation,
    creation_timestamp_ms: creation,
    last_updated_timestamp: lastUpdate,
    last_updated_time: lastUpdate,
    last_updated_timestamp_ms: lastUpdate
  },
  orderableKinds: ['attribute', 'metric'],
  orderable: {
    ...sameNames(
      'name',
      'model_id',
      'model_type',
      'status',
      'source_run_id',
      'creation_timestamp',
      'last_updated_timestamp'
    ),
    creation_time: 'creation_timestamp',
    creation_timestamp_ms: 'creation_timestamp',
    last_updated_time: 'last_updated_timestamp',
    last_updated_timestamp_ms: 'last_updated_timestamp'
  },
  nullable: [],
  literalTexts: true
};
