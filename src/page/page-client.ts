import { TrackbookClient } from '../client/index.js';

/** The tracking server that this page came from, be it behind a proxy. */
export function pageClient(): TrackbookClient {
  return new TrackbookClient({
    baseUrl: new URL('.', document.baseURI).pathname,
    fetch: (url, init = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, ...xsrfHeader() } })
  });
}

/** Behind Jupyter's proxy, writes must prove that they come from its pages. */
function xsrfHeader(): Record<string, string> {
  const token = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1];
  return token ? { 'X-XSRFToken': decodeURIComponent(token) } : {};
}
