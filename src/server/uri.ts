/** The parts of a URI, with all percent encoding undone; a bare path has no scheme. */
export interface Uri {
  scheme: string;
  authority: string;
  path: string;
}

const URI = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)/is;

export const parseUri = (text: string): Uri => {
  const [, scheme = '', authority = '', path] = URI.exec(text)!;
  return {
    scheme: scheme.toLowerCase(),
    authority: authority.toLowerCase(),
    path: decodeFully(path)
  };
};

/** Whether `uri` names something in the folder `root`, or that folder itself. */
export const isWithin = (uri: string, root: string): boolean => {
  const inner = parseUri(uri);
  const outer = parseUri(root);
  const parts = pathParts(inner);
  return (
    withoutFile(inner.scheme) === withoutFile(outer.scheme) &&
    inner.authority === outer.authority &&
    !parts.includes('..') &&
    pathParts(outer).length > 0 &&
    pathParts(outer).every((part, i) => part === parts[i])
  );
};

/** `file:/a` and `/a` are the same place. */
const withoutFile = (scheme: string) => (scheme === 'file' ? '' : scheme);

const pathParts = ({ path }: Uri) =>
  path.split('/').filter(part => part !== '' && part !== '.');

/** Decoding again and again, so that no `..` hides behind `%252e`. */
export const decodeFully = (text: string): string => {
  const decoded = decodeOnce(text);
  return decoded === text ? text : decodeFully(decoded);
};

const decodeOnce = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not everything with a percent sign is encoded: such text stays as it is.
    return text;
  }
};
