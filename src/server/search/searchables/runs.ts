import { sameNames, type Searchable } from '../searchable.js';

const text = (key: string) => ({ key, type: 'text' as const });
const number = (key: string) => ({ key, type: 'number' as const });

export const runs: Searchable = {
  prefixes: {
    metric: 'metric',
    metrics: 'metric',
    param: 'param',
    params: 'param',
    parameter: 'param',
    parameters: 'param',
    tag: 'tag',
    tags: 'tag',
    attribute: 'attribute',
    attributes: 'attribute',
    attr: 'attribute',
    run: 'attribute',
    dataset: 'dataset',
    datasets: 'dataset'
  },
  prefixHint:
    "Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']",
  attributes: {
    run_id: { ...text('run_id'), list: true },
    run_name: text('run_name'),
    status: text('status'),
    artifact_uri: text('artifact_uri'),
    user_id: text('user_id'),
    start_time: number('start_time'),
    end_time: number('end_time'),
    created: number('start_time'),
    Created: number('start_time'),
    'run name': text('run_name'),
    'Run name': text('run_name'),
    'Run Name': text('run_name')
  },
  orderableKinds: ['attribute', 'metric', 'param', 'tag'],
  orderable: {
    ...sameNames(
      'run_id',
      'run_name',
      'status',
      'artifact_uri',
      'user_id',
      'start_time',
      'end_time'
    ),
    created: 'start_time',
    Created: 'start_time'
  },
  nullable: ['tag', 'param'],
  datasetKeys: ['name', 'digest', 'context']
};
