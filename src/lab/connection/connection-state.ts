import * as z from 'zod/mini';

const serverStatusSchema = z.object({
  state: z.enum(['running', 'starting', 'failed', 'external']),
  tracking_uri: z.nullish(z.string()),
  message: z.nullish(z.string()),
  data_dir: z.nullish(z.string()),
  version: z.nullish(z.string()),
  load_hook: z.nullish(z.string())
});

/** What Jupyter's server says of the tracking server behind it. */
export type ServerStatus = z.infer<typeof serverStatusSchema>;

/** Where the way from this page to the tracking server ends. */
export type ConnectionState =
  | { kind: 'checking' }
  | { kind: 'starting' }
  | {
      kind: 'connected';
      trackingUri: string;
      isExternal: boolean;
      version: string;
      dataDir: string | null;
    }
  | { kind: 'failed'; message: string }
  | { kind: 'wrong-uri'; message: string }
  | { kind: 'unreachable'; trackingUri: string; isExternal: boolean }
  | { kind: 'refused'; trackingUri: string; message: string }
  | { kind: 'not-a-server'; trackingUri: string; message: string }
  | { kind: 'no-extension' }
  | { kind: 'jupyter-offline' };

/** How the tracking server answered a small question. */
export type Probe =
  { kind: 'answered' } | { kind: 'failed'; status: number; message: string };

export function parseServerStatus(data: unknown): ServerStatus {
  return serverStatusSchema.parse(data);
}

/** What the answer to a search of experiments tells about who answered. */
export function readProbe(status: number, body: string): Probe {
  const reply = readJson(body);
  if (status === 200 && reply !== null) {
    return { kind: 'answered' };
  }
  return { kind: 'failed', status, message: reply?.message ?? '' };
}

function readJson(text: string): { message?: string } | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The state that a status and, where there is a server to ask, its answer add up to. */
export function judge(status: ServerStatus, probe: Probe): ConnectionState {
  if (status.state === 'starting') {
    return { kind: 'starting' };
  }
  if (status.state === 'failed') {
    return { kind: 'failed', message: status.message ?? '' };
  }
  if (status.state === 'external' && status.message) {
    return { kind: 'wrong-uri', message: status.message };
  }
  const trackingUri = status.tracking_uri ?? '';
  const isExternal = status.state === 'external';
  if (probe.kind === 'answered') {
    return {
      kind: 'connected',
      trackingUri,
      isExternal,
      version: status.version ?? '',
      dataDir: status.data_dir ?? null
    };
  }
  return judgeFailure(probe, trackingUri, isExternal);
}

function judgeFailure(
  probe: Extract<Probe, { kind: 'failed' }>,
  trackingUri: string,
  isExternal: boolean
): ConnectionState {
  const { message } = probe;
  switch (probe.status) {
    case 0:
    case 502:
    case 503:
    case 504:
      return { kind: 'unreachable', trackingUri, isExternal };
    case 401:
    case 403:
      return { kind: 'refused', trackingUri, message };
    default:
      return { kind: 'not-a-server', trackingUri, message };
  }
}
