import type { ArtifactOwner } from '../../../client/index.js';

/** A file or folder of a run or of a model that it logged. */
export type ArtifactAddress = {
  owner: Extract<ArtifactOwner, { kind: 'run' | 'loggedModel' }>;
  path: string;
};

const MODEL_PREFIX = 'models:/';

/** As text: a path of the run, or `models:/<id>/<path>`. */
export function formatAddress({ owner, path }: ArtifactAddress): string {
  return owner.kind === 'run'
    ? path
    : `${MODEL_PREFIX}${owner.modelId}/${path}`;
}

export function parseAddress(text: string, runId: string): ArtifactAddress {
  if (!text.startsWith(MODEL_PREFIX)) {
    return { owner: { kind: 'run', runId }, path: text };
  }
  const [modelId, ...parts] = text.slice(MODEL_PREFIX.length).split('/');
  return { owner: { kind: 'loggedModel', modelId }, path: parts.join('/') };
}
