import { sameNames, type Searchable } from '../searchable.js';

export const registeredModels: Searchable = {
  prefixes: { attribute: 'attribute', tag: 'tag', tags: 'tag' },
  prefixHint: "Valid entity types are ('attribute', 'tag', 'tags')",
  attributes: { name: { key: 'name', type: 'text', list: true } },
  orderableKinds: ['attribute'],
  orderable: {
    ...sameNames('name', 'last_updated_timestamp'),
    // MLflow orders by the last update under this name, too.
    timestamp: 'last_updated_timestamp'
  },
  nullable: [],
  orderByAttributes: true
};
