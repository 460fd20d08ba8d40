import type { ModelVersion } from '../client/index.js';

export function sampleVersion(
  overrides: Partial<ModelVersion> = {}
): ModelVersion {
  return {
    name: 'taxi',
    version: '1',
    stage: 'None',
    description: '',
    runId: null,
    source: 'models:/m-1',
    status: 'READY',
    statusMessage: '',
    createdAt: 1_700_000_000_000,
    updatedAt: null,
    user: '',
    tags: {},
    aliases: [],
    ...overrides
  };
}
