import { posix } from 'node:path';
import { invalidParameter } from '../../api/errors.js';

/** Deeper nesting of percent signs than this serves no honest client. */
const MAX_DECODINGS = 10;

/**
 * A path below the root of a store: relative, `/` between its parts, none of
 * them `..`. Throws for every spelling that could lead outside.
 *
 * The name itself is kept as given, so that a file called `50%25` stays so:
 * only the check looks at what further decoding would make of it.
 */
export const safeArtifactPath = (raw: string): string => {
  if (/[#\p{Cc}]/u.test(raw) || decodings(raw).some(leadsOutside)) {
    throw invalidPath();
  }
  const normal = posix.normalize(raw).replace(/\/+$/, '');
  return normal === '.' ? '' : normal;
};

const leadsOutside = (path: string): boolean => {
  const slashed = path.replaceAll('\\', '/');
  return (
    slashed.split('/').includes('..') || /^(\/|[a-z]:\/|file:)/i.test(slashed)
  );
};

/** `path` and what each further round of percent decoding makes of it. */
const decodings = (path: string): string[] => {
  const spellings = [path];
  for (let round = 0; round < MAX_DECODINGS; round++) {
    const decoded = decodePercents(spellings[round]);
    if (decoded === spellings[round]) {
      return spellings;
    }
    spellings.push(decoded);
  }
  throw invalidPath();
};

/** Decodes byte by byte: a stray `%` must not hide a `%2e` beside it. */
const decodePercents = (path: string): string =>
  path.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16))
  );

/** A path that a file is to be written to. */
export const requireFileName = (path: string): void => {
  if (path === '' || path.endsWith('/')) {
    throw invalidParameter(
      "Artifact path must include a file name (cannot end with '/')."
    );
  }
};

/** A path whose loss does not empty the whole store. */
export const requireNotRoot = (path: string): void => {
  if (path === '') {
    throw invalidParameter(
      'Artifact path must not be empty: it would delete every artifact.'
    );
  }
};

export const invalidPath = () => invalidParameter('Invalid path');
