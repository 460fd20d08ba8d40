import { sameNames, type Searchable } from '../searchable.js';

export const experiments: Searchable = {
  prefixes: { attribute: 'attribute', tag: 'tag', tags: 'tag' },
  prefixHint: "Valid entity types are ('attribute', 'tag', 'tags')",
  attributes: {
    name: { key: 'name', type: 'text' },
    experiment_id: { key: 'experiment_id', type: 'text', list: true },
    creation_time: { key: 'creation_time', type: 'integer' },
    last_update_time: { key: 'last_update_time', type: 'integer' }
  },
  orderableKinds: ['attribute'],
  orderable: sameNames(
    'name',
    'experiment_id',
    'creation_time',
    'last_update_time'
  ),
  nullable: ['tag'],
  capitalOperators: true
};
