import { parseJson } from '../../json.js';

/** How to reach a tracking server, from the same environment variables as MLflow's client. */
export interface ServerAccess {
  /** Without a slash at its end. */
  url: string;
  authorization?: string;
}

export const serverAccess = (
  address: string,
  environment: NodeJS.ProcessEnv
): ServerAccess => {
  const parsed = new URL(address);
  const user = parsed.username
    ? decodeURIComponent(parsed.username)
    : environment.MLFLOW_TRACKING_USERNAME;
  const password = parsed.password
    ? decodeURIComponent(parsed.password)
    : (environment.MLFLOW_TRACKING_PASSWORD ?? '');
  const token = environment.MLFLOW_TRACKING_TOKEN;
  parsed.username = parsed.password = '';
  return {
    url: parsed.href.replace(/[?#].*$/, '').replace(/\/+$/, ''),
    authorization: user
      ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      : token && `Bearer ${token}`
  };
};

/** A refusal of the server; `code` is MLflow's, if it gave one. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly code?: string
  ) {
    super(message);
  }
}

const ATTEMPTS = 5;
const RETRIED = new Set([408, 429, 500, 502, 503, 504]);

/** Calls MLflow's REST API; a server that is busy or away for a moment is asked again. */
export class ApiClient {
  constructor(private readonly access: ServerAccess) {}

  get url(): string {
    return this.access.url;
  }

  async get<Reply>(
    path: string,
    query: Record<string, string> = {}
  ): Promise<Reply> {
    return this.#json(await this.open(path, query));
  }

  async post<Reply>(path: string, body: object): Promise<Reply> {
    return this.#json(
      await this.#fetch(`${this.access.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body)
      })
    );
  }

  /** The reply to a GET, not yet read. */
  open(path: string, query: Record<string, string> = {}): Promise<Response> {
    const search = new URLSearchParams(query).toString();
    return this.#fetch(
      `${this.access.url}${path}${search && `?${search}`}`,
      {}
    );
  }

  async #fetch(url: string, init: RequestInit, attempt = 1): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.access.authorization) {
      headers.set('authorization', this.access.authorization);
    }
    let reply: Response;
    try {
      reply = await fetch(url, { ...init, headers });
    } catch (error) {
      if (attempt < ATTEMPTS) {
        return this.#again(url, init, attempt);
      }
      throw new Error(
        `No answer from ${this.access.url}: ${reasonOf(error)}. Is the server running, and the address right?`,
        { cause: error }
      );
    }
    if (reply.ok) {
      return reply;
    }
    const text = await reply.text();
    if (RETRIED.has(reply.status) && attempt < ATTEMPTS) {
      return this.#again(url, init, attempt);
    }
    throw apiError(this.access.url, reply.status, text);
  }

  async #again(url: string, init: RequestInit, attempt: number) {
    await new Promise(resolve => setTimeout(resolve, 100 * 2 ** attempt));
    return this.#fetch(url, init, attempt + 1);
  }

  async #json<Reply>(reply: Response): Promise<Reply> {
    try {
      return parseJson(await reply.text()) as Reply;
    } catch {
      throw new ApiError(
        `${this.access.url} does not speak MLflow's API: it answered with something that is not JSON.`,
        reply.status
      );
    }
  }
}

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
};

const apiError = (url: string, status: number, text: string): ApiError => {
  if (status === 401 || status === 403) {
    return new ApiError(
      `${url} refuses access (${status}). Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.`,
      status
    );
  }
  const { error_code, message } = refusal(text);
  return new ApiError(
    `${url} answered ${status}: ${message ?? text.slice(0, 200)}`,
    status,
    error_code
  );
};

const refusal = (text: string): { error_code?: string; message?: string } => {
  try {
    return JSON.parse(text) as { error_code?: string };
  } catch {
    // Pages for people are no refusal of the API.
    return {};
  }
};
