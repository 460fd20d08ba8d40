import { sameNames, type Searchable } from '../searchable.js';

export const modelVersions: Searchable = {
  prefixes: { attribute: 'attribute', tag: 'tag', tags: 'tag' },
  prefixHint: "Valid entity types are ('attribute', 'tag', 'tags')",
  attributes: {
    name: { key: 'name', type: 'text', list: true },
    // Replies give versions as texts, so some compare with a text.
    version_number: { key: 'version_number', type: 'integer', quoted: true },
    run_id: { key: 'run_id', type: 'text', list: true },
    source_path: { key: 'source_path', type: 'text' }
  },
  orderableKinds: ['attribute'],
  orderable: sameNames(
    'name',
    'version_number',
    'creation_timestamp',
    'last_updated_timestamp'
  ),
  nullable: [],
  orderByAttributes: true
};
