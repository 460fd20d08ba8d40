import { errorFromResponse, unreachable } from './client-error.js';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export type QueryValue = string | number | boolean | undefined;
export type Query = Record<string, QueryValue | readonly string[]>;

type RequestOptions = {
  query?: Query;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  content?: string;
  signal?: AbortSignal;
  /** Whether the request goes on when the page is left. */
  keepalive?: boolean;
};

/** Speaks HTTP to one tracking server, with a fetch that knows how to log in there. */
export class Transport {
  readonly baseUrl: string;
  private readonly _fetch: Fetch;

  constructor(options: { fetch: Fetch; baseUrl: string }) {
    this._fetch = options.fetch;
    this.baseUrl = options.baseUrl.replace(/\/*$/, '/');
  }

  url(path: string, query: Query = {}): string {
    const search = toSearch(query);
    return `${this.baseUrl}${path}${search ? `?${search}` : ''}`;
  }

  /** The response of a successful request; anything else throws a ClientError. */
  async send(
    method: string,
    path: string,
    { query, body, content, signal, keepalive }: RequestOptions = {},
    headers: Record<string, string> = {}
  ): Promise<Response> {
    const init: RequestInit = { method, headers: { ...headers } };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...headers, 'Content-Type': 'application/json' };
    } else if (content !== undefined) {
      init.body = content;
    }
    if (keepalive) {
      init.keepalive = true;
    }
    if (signal) {
      init.signal = signal;
    }
    let response: Response;
    try {
      response = await this._fetch(this.url(path, query), init);
    } catch (error) {
      throw isAbort(error) ? error : unreachable(error);
    }
    if (!response.ok) {
      throw await errorFromResponse(response);
    }
    return response;
  }

  async get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this._json<T>('GET', path, { query, signal });
  }

  async post<T>(
    path: string,
    body: unknown,
    signal?: AbortSignal,
    keepalive?: boolean
  ): Promise<T> {
    return this._json<T>('POST', path, { body, signal, keepalive });
  }

  async patch<T>(path: string, body: unknown): Promise<T> {
    return this._json<T>('PATCH', path, { body });
  }

  async delete<T>(path: string, body: unknown): Promise<T> {
    return this._json<T>('DELETE', path, { body });
  }

  private async _json<T>(
    method: string,
    path: string,
    options: RequestOptions
  ): Promise<T> {
    const response = await this.send(method, path, options);
    const text = await response.text();
    return (text ? JSON.parse(text) : {}) as T;
  }
}

function toSearch(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) {
        search.append(key, String(item));
      }
    }
  }
  return search.toString();
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
