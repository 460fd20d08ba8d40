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
  /** Another one for every other content. */
  version: string;
  /** The bytes, or those of `range`; the caller consumes or destroys it. */
  read(range?: ByteRange): Promise<Readable>;
};

/**
 * Where artifacts are kept. Paths are relative to the store's root and have
 * been through `safeArtifactPath`; the root itself is ''.
 */
export type ArtifactStore = {
  /** Throws what every call would meet: refused access, storage that is away. */
  check(): Promise<void>;
  /** Stores what `source` yields, whole or not at all; `size` is its length in bytes, if known. */
  write(path: string, source: Readable, size?: number): Promise<void>;
  /** Throws RESOURCE_DOES_NOT_EXIST, and INVALID_PARAMETER_VALUE for a folder. */
  open(path: string): Promise<ArtifactFile>;
  /** The entries of a folder by name; none if there is no such folder. */
  list(path: string): Promise<ArtifactEntry[]>;
  /** Removes a file or a whole folder; one that is absent is no error. */
  delete(path: string): Promise<void>;
  /** What uploads have left that ended with their server before a time; absent where the storage drops it by itself. */
  unfinished?(before: Date): Promise<{ path: string; size: number }[]>;
  /** Absent where all bytes have to pass through this server. */
  readonly direct?: DirectTransfer;
};

/** A request that whoever has it may send to the storage, until it expires. */
export type SignedRequest = { url: string; headers: Record<string, string> };

/** A part of an upload that the storage has; numbers start at 1. */
export type UploadedPart = { number: number; etag: string };

/** Lets clients bring and fetch bytes at the storage itself, by URLs that it has signed. */
export type DirectTransfer = {
  /** Begins an upload in so many parts, each to be sent to its own URL. */
  startUpload(
    path: string,
    parts: number
  ): Promise<{ uploadId: string; parts: SignedRequest[] }>;
  /** Makes one file of the parts; to say it twice is no error. */
  completeUpload(
    path: string,
    uploadId: string,
    parts: readonly UploadedPart[]
  ): Promise<void>;
  /** Drops the parts; an upload that is over is no error. */
  abortUpload(path: string, uploadId: string): Promise<void>;
  signUpload(path: string, seconds: number): Promise<SignedRequest>;
  /** Throws RESOURCE_DOES_NOT_EXIST; `size` is in bytes. The store has a time of its own. */
  signDownload(
    path: string,
    seconds?: number
  ): Promise<SignedRequest & { size: number }>;
};
