import type { ArtifactEntry as ApiArtifactEntry } from '../../api/artifacts.js';
import type { ArtifactEntry } from '../artifacts/artifact-store.js';
import { nonEmpty } from './key-values.js';

/** Entries of `folder`, with their paths from where that path starts. */
export const presentArtifacts = (
  entries: readonly ArtifactEntry[],
  folder = ''
): ApiArtifactEntry[] | undefined =>
  nonEmpty(
    entries.map(entry => ({
      path: folder ? `${folder}/${entry.name}` : entry.name,
      is_dir: entry.kind === 'folder',
      // Like all zeros of protobuf, the size of an empty file is left out.
      file_size: (entry.kind === 'file' && entry.size) || undefined
    }))
  );
