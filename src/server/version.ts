/** Of the package; put in when the server is built. */
declare const TRACKBOOK_VERSION: string | undefined;

export const VERSION =
  typeof TRACKBOOK_VERSION === 'string' ? TRACKBOOK_VERSION : 'development';
