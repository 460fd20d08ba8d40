import type { Readable } from 'node:stream';

/** An entry of a folder; a folder has no size. */
export type ArtifactEntry =
  | { kind: 'file'; name: string; size: number }
  | { kind: 'folder'; name: string };

/** Both ends are included, as in an HTTP Range header. */
export type ByteRange = { start: number; end: number };

/** A stored file, found but not yet read. */
export type ArtifactFile = {
  size: number;
  modifiedAt: Date;
  /** The bytes, or those of `range`; the caller consumes or destroys it. */
  read(range?: ByteRange): Readable;
};

/**
 * Where artifacts are kept. Paths are relative to the store's root and have
 * been through `safeArtifactPath`; the root itself is ''.
 */
export type ArtifactStore = {
  /** Stores what `source` yields, whole or not at all. */
  write(path: string, source: Readable): Promise<void>;
  /** Throws RESOURCE_DOES_NOT_EXIST, and INVALID_PARAMETER_VALUE for a folder. */
  open(path: string): Promise<ArtifactFile>;
  /** The entries of a folder by name; none if there is no such folder. */
  list(path: string): Promise<ArtifactEntry[]>;
  /** Removes a file or a whole folder; one that is absent is no error. */
  delete(path: string): Promise<void>;
};
