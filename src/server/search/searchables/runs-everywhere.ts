import type { Searchable } from '../searchable.js';
import { runs } from './runs.js';

/** Runs of any experiment, which can be searched by their experiments too. */
export const runsEverywhere: Searchable = {
  ...runs,
  attributes: {
    ...runs.attributes,
    experiment_id: { key: 'experiment_id', type: 'text', list: true },
    experiment_name: { key: 'experiment_name', type: 'text', list: true }
  },
  orderable: {
    ...runs.orderable,
    experiment_id: 'experiment_id',
    experiment_name: 'experiment_name'
  },
  listKinds: ['param', 'tag']
};
