import type { ArtifactEntry } from '../../api/artifacts.js';
import type { Wire } from './wire.js';
export type Artifact = {
  path: string;
  isFolder: boolean;
  size: number | null;
};

export type WireArtifact = Wire<ArtifactEntry>;

export function toArtifact(wire: WireArtifact): Artifact {
  return {
    path: wire.path ?? '',
    isFolder: wire.is_dir ?? false,
    size: wire.file_size ?? null
  };
}
