import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ClientError,
  TrackbookClient,
  type Fetch
} from '../../client/index.js';
import { createApp } from '../app.js';
import { ConfigError } from '../config-error.js';
import { createContext } from '../context.js';
import { serverAccess } from '../moving/mlflow-server/api-client.js';
import type { Surroundings } from './command.js';
import { EMBEDDED, existingStore } from './own-store.js';

/** The flag by which a command is told which tracking server to ask. */
export const trackingOptions = { 'tracking-uri': { type: 'string' } } as const;

export const trackingHelp = `  --tracking-uri URI           the tracking server; without it MLFLOW_TRACKING_URI, or
                               the .trackbook/ of this folder`;

/** Lets `ask` speak to the tracking server that the flag, the environment or the folder names. */
export const withTrackingClient = async <T>(
  flags: { 'tracking-uri'?: string },
  surroundings: Surroundings,
  ask: (client: TrackbookClient) => Promise<T>
): Promise<T> => {
  const uri =
    flags['tracking-uri'] ?? surroundings.environment.MLFLOW_TRACKING_URI;
  try {
    return uri
      ? await ask(remoteClient(uri, surroundings.environment))
      : await withFolder(surroundings, ask);
  } catch (error) {
    throw error instanceof ConfigError
      ? error
      : new ConfigError(reasonOf(error as Error, uri), { cause: error });
  }
};

const reasonOf = (error: Error, uri: string | undefined): string => {
  const { status } = error instanceof ClientError ? error : {};
  if (uri && status === 0) {
    return `No answer from ${uri}. Is the server running, and the address right?`;
  }
  return uri && (status === 401 || status === 403)
    ? `${uri} refuses access (${status}). Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.`
    : error.message;
};

const remoteClient = (
  uri: string,
  environment: NodeJS.ProcessEnv
): TrackbookClient => {
  if (!/^https?:\/\//.test(uri)) {
    throw new ConfigError(
      `${uri} is no HTTP address. Name a tracking server: --tracking-uri http://127.0.0.1:5000`
    );
  }
  const { url, authorization } = serverAccess(uri, environment);
  return new TrackbookClient({
    baseUrl: url,
    fetch: (address, init = {}) => {
      const headers = new Headers(init.headers);
      if (authorization) {
        headers.set('authorization', authorization);
      }
      return fetch(address, { ...init, headers });
    }
  });
};

/** The folder's store answers whether or not its server runs now. */
const withFolder = async <T>(
  surroundings: Surroundings,
  ask: (client: TrackbookClient) => Promise<T>
): Promise<T> => {
  if (!existsSync(join(surroundings.folder, EMBEDDED))) {
    throw new ConfigError(
      `There is no ${EMBEDDED}/ in this folder. Run this where you start Jupyter, or name the server with --tracking-uri.`
    );
  }
  const config = existingStore({}, surroundings);
  const context = await createContext({ ...config, token: undefined });
  const app = createApp(context);
  const fetch: Fetch = async (url, init = {}) => {
    const reply = await app.inject({
      method: (init.method ?? 'GET') as 'GET',
      url,
      headers: {
        host: 'localhost',
        ...(init.headers as Record<string, string>)
      },
      payload: init.body as string | undefined
    });
    return new Response(new Uint8Array(reply.rawPayload), {
      status: reply.statusCode
    });
  };
  try {
    return await ask(new TrackbookClient({ baseUrl: '/', fetch }));
  } finally {
    await app.close();
    await context.executor.close();
  }
};
