import type { ArtifactLocations } from '../artifacts/artifact-locations.js';
import type { ArtifactRoutes, WritableTree } from './copy-artifacts.js';
import type { OpenedSource } from './open-source.js';

/** From where a source has its artifacts to where Trackbook's server keeps them. */
export const artifactRoutes = (
  opened: Pick<OpenedSource, 'artifactsOf'>,
  locations: ArtifactLocations
): ArtifactRoutes => ({
  from: move => opened.artifactsOf(move),
  to: async move => treeBelow(locations, move.to)
});

/** The tree that an artifact URI of a server's own names. */
export const treeBelow = (
  locations: ArtifactLocations,
  uri: string
): WritableTree => {
  const at = (path: string) => locations.below(uri, path);
  return {
    list: async path => {
      const { store, path: full } = await at(path);
      return store.list(full);
    },
    open: async path => {
      const { store, path: full } = await at(path);
      return store.open(full);
    },
    write: async (path, source, size) => {
      const { store, path: full } = await at(path);
      await store.write(full, source, size);
    }
  };
};
