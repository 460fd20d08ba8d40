import type { ModelVersion } from '../../client/index.js';

/**
 * What a version is measured against unless the user says otherwise: the one
 * in production, else the champion, else the one before.
 */
export function chooseOtherVersion(
  versions: readonly ModelVersion[],
  chosen: ModelVersion
): ModelVersion | null {
  const others = versions.filter(({ version }) => version !== chosen.version);
  return (
    others.find(({ stage }) => stage === 'Production') ??
    others.find(({ aliases }) => aliases.includes('champion')) ??
    others.find(({ version }) => Number(version) < Number(chosen.version)) ??
    others[0] ??
    null
  );
}
