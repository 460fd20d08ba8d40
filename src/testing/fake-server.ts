import type { Fetch } from '../client/index.js';

type Request = {
  method: string;
  path: string;
  query: URLSearchParams;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
};
type Answer = (request: Request) => unknown;

/** An answer other than 200 with JSON. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly body: unknown
  ) {}
}

/**
 * A tracking server made of answers by path. What it was asked is kept in
 * `requests`; a path without an answer is unknown, as on a real server.
 */
export function fakeServer(answers: Record<string, Answer>) {
  const requests: Request[] = [];
  const fetch: Fetch = async (url, init = {}) => {
    const { pathname, searchParams } = new URL(url, 'http://test');
    const path = pathname.replace(/^.*ajax-api\/[\d.]+\/|^\//, '');
    const request = {
      method: init.method ?? 'GET',
      path,
      query: searchParams,
      body: init.body ? JSON.parse(String(init.body)) : undefined
    };
    requests.push(request);
    const answer = answers[path];
    const content = answer ? answer(request) : new Refusal(404, '<html>');
    return content instanceof Refusal
      ? response(content.status, content.body)
      : response(200, content);
  };
  return { fetch, requests };
}

/** Only what the client reads; jsdom has no Response of its own. */
function response(status: number, body: unknown): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  return {
    ok: status < 400,
    status,
    statusText: '',
    headers: new Headers(),
    text: async () => text
  } as Response;
}
