import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseUri } from '../uri.js';

/** Where a tree of artifacts is kept; the prefix has no slash at its ends. */
export type ArtifactPlace =
  | { kind: 'local'; folder: string }
  | { kind: 's3'; bucket: string; prefix: string };

// Keys of S3 are taken as they stand: no percent encoding is undone.
const S3_URI = /^s3:\/\/([^/?#]+)\/*([^?#]*?)\/*$/i;

/** The place a URI or path names; undefined for one that this server cannot reach by itself. */
export const parseArtifactPlace = (uri: string): ArtifactPlace | undefined => {
  const [, bucket, prefix] = S3_URI.exec(uri) ?? [];
  if (bucket !== undefined) {
    return { kind: 's3', bucket, prefix };
  }
  const folder = localFolder(uri);
  return folder === undefined ? undefined : { kind: 'local', folder };
};

const localFolder = (uri: string): string | undefined => {
  const { scheme } = parseUri(uri);
  if (scheme === '') {
    return resolve(uri);
  }
  try {
    return scheme === 'file' ? resolve(fileURLToPath(uri)) : undefined;
  } catch {
    // A file of another host, or nonsense in percent signs.
    return undefined;
  }
};

/** The way from `root` to `place`, '' if they are the same; undefined if `place` is not inside. */
export const pathWithin = (
  root: ArtifactPlace,
  place: ArtifactPlace
): string | undefined => {
  if (root.kind === 'local' && place.kind === 'local') {
    const path = relative(root.folder, place.folder);
    const outside = path.split(sep)[0] === '..' || isAbsolute(path);
    return outside ? undefined : path.split(sep).join('/');
  }
  if (
    root.kind === 's3' &&
    place.kind === 's3' &&
    root.bucket === place.bucket
  ) {
    return keyWithin(root.prefix, place.prefix);
  }
  return undefined;
};

/** Some servers keep keys as files, to which `..` means what it says. */
const keyWithin = (root: string, key: string): string | undefined => {
  const inside = root === '' || `${key}/`.startsWith(`${root}/`);
  return inside && !key.split('/').includes('..')
    ? key.slice(root.length).replace(/^\//, '')
    : undefined;
};
