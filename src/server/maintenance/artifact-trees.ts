import type {
  ArtifactLocation,
  ArtifactLocations
} from '../artifacts/artifact-locations.js';
import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { Owner } from '../tracking/maintenance.js';

export interface TreeSize {
  files: number;
  bytes: number;
}

/** How much lies below a path of a store. */
export const sizeOf = async (
  store: Pick<ArtifactStore, 'list'>,
  path: string
): Promise<TreeSize> => {
  const size: TreeSize = { files: 0, bytes: 0 };
  for (const entry of await store.list(path)) {
    if (entry.kind === 'file') {
      size.files += 1;
      size.bytes += entry.size;
    } else {
      const inner = await sizeOf(store, `${path}/${entry.name}`);
      size.files += inner.files;
      size.bytes += inner.bytes;
    }
  }
  return size;
};

/** Where all that a run or model has stored lies. */
export const placeOf = async (
  { id, artifactUri }: Owner,
  locations: Pick<ArtifactLocations, 'below'>
): Promise<ArtifactLocation> => {
  const { store, path } = await locations.below(artifactUri, '');
  // The usual place is a folder named after the owner, which holds nothing else.
  return path.endsWith(`/${id}/artifacts`)
    ? { store, path: path.slice(0, -'/artifacts'.length) }
    : { store, path };
};

const RUN_FOLDER = /^[0-9a-f]{32}$/;
const MODEL_FOLDER = /^m-[0-9a-f]{32}$/;

/**
 * Folders that have the place and the name of a run's or model's, as paths in the store. What
 * users have put there by themselves is not among them.
 */
export const ownerFolders = async (
  store: Pick<ArtifactStore, 'list'>
): Promise<{ path: string; id: string }[]> => {
  const found = [];
  for (const experiment of await foldersIn(store, '')) {
    if (!/^\d+$/.test(experiment)) {
      continue;
    }
    for (const name of await foldersIn(store, experiment)) {
      if (RUN_FOLDER.test(name)) {
        found.push({ path: `${experiment}/${name}`, id: name });
      }
    }
    for (const name of await foldersIn(store, `${experiment}/models`)) {
      if (MODEL_FOLDER.test(name)) {
        found.push({ path: `${experiment}/models/${name}`, id: name });
      }
    }
  }
  return found;
};

const foldersIn = async (
  store: Pick<ArtifactStore, 'list'>,
  path: string
): Promise<string[]> =>
  (await store.list(path)).flatMap(entry =>
    entry.kind === 'folder' ? [entry.name] : []
  );
