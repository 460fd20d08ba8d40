import { resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hostRule, originRule, type Rule } from './allowed-names.js';
import {
  artifactConfig,
  embeddedArtifacts,
  type ArtifactConfig
} from './artifact-config.js';
import { ConfigError } from './config-error.js';
import { storeLocation, type StoreLocation } from './store-location.js';
import { logFormats, logLevels, type LogConfig } from './observability/log.js';
import { VERSION } from './version.js';

export interface Config {
  host: string;
  port: number;
  /** Started by a Jupyter server, whose end of the pipe on stdin is this server's lease of life. */
  embedded: boolean;
  store: StoreLocation;
  artifacts: ArtifactConfig;
  token?: string;
  allowedHosts: Rule;
  allowedOrigins: Rule;
  log: LogConfig;
  version: string;
  /** The MLflow version whose API this server speaks. */
  mlflowVersion: string;
}

const MLFLOW_VERSION = '3.17.2';
const DEFAULT_PORT = 5000;

const options = {
  'backend-store-uri': { type: 'string' },
  'default-artifact-root': { type: 'string' },
  'artifacts-destination': { type: 'string' },
  'artifact-roots': { type: 'string' },
  'serve-artifacts': { type: 'boolean' },
  'no-serve-artifacts': { type: 'boolean' },
  host: { type: 'string', short: 'h' },
  port: { type: 'string', short: 'p' },
  embedded: { type: 'string' },
  'token-file': { type: 'string' },
  'allowed-hosts': { type: 'string' },
  'cors-allowed-origins': { type: 'string' },
  'log-level': { type: 'string' },
  'log-format': { type: 'string' }
} as const;

/** Flags of `mlflow server` that have no meaning here; scripts may go on giving them. */
const ignoredOptions = {
  'registry-store-uri': { type: 'string' },
  workers: { type: 'string', short: 'w' },
  'static-prefix': { type: 'string' },
  'gunicorn-opts': { type: 'string' },
  'waitress-opts': { type: 'string' },
  'uvicorn-opts': { type: 'string' },
  'expose-prometheus': { type: 'string' },
  'x-frame-options': { type: 'string' },
  'disable-security-middleware': { type: 'boolean' },
  dev: { type: 'boolean' }
} as const;

type Flags = ReturnType<typeof parseFlags>;

/** Reads command line and environment into one checked configuration. */
export const readConfig = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv
): Config => {
  const flags = parseFlags(args);
  const host = flags.host ?? environment.MLFLOW_HOST ?? '127.0.0.1';
  return {
    host,
    port: toPort(flags.port ?? environment.MLFLOW_PORT, flags),
    embedded: flags.embedded !== undefined,
    ...storage(flags, environment),
    token: readToken(flags, environment),
    allowedHosts: hostRule(
      flags['allowed-hosts'] ?? environment.MLFLOW_SERVER_ALLOWED_HOSTS,
      host
    ),
    allowedOrigins: originRule(
      flags['cors-allowed-origins'] ??
        environment.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS
    ),
    log: {
      level: oneOf('log-level', logLevels, flags['log-level'] ?? 'warn'),
      format: oneOf(
        'log-format',
        logFormats,
        flags['log-format'] ?? (process.stderr.isTTY ? 'pretty' : 'json')
      )
    },
    version: VERSION,
    mlflowVersion: MLFLOW_VERSION
  };
};

const parseFlags = (args: readonly string[]) => {
  const [command, ...rest] = args;
  if (command !== 'server' && command !== 'ui') {
    throw new ConfigError('Usage: trackbook server|ui [options]');
  }
  try {
    const { values } = parseArgs({
      args: rest,
      options: { ...ignoredOptions, ...options }
    });
    return values;
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
};

const toPort = (text: string | undefined, flags: Flags): number => {
  const port = Number(text ?? (flags.embedded ? 0 : DEFAULT_PORT));
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new ConfigError(
      `'${text}' is not a port: give a number up to 65535.`
    );
  }
  return port;
};

const oneOf = <const T extends string>(
  flag: string,
  known: readonly T[],
  value: string
): T => {
  const found = known.find(each => each === value);
  if (!found) {
    throw new ConfigError(
      `--${flag} ${value} is not known: give one of ${known.join(', ')}.`
    );
  }
  return found;
};

const storage = (
  flags: Flags,
  environment: NodeJS.ProcessEnv
): Pick<Config, 'store' | 'artifacts'> => {
  if (flags.embedded !== undefined) {
    const folder = resolve(flags.embedded);
    return {
      store: { kind: 'sqlite', path: resolve(folder, 'trackbook.db') },
      artifacts: embeddedArtifacts(folder)
    };
  }
  return {
    store: storeLocation(
      flags['backend-store-uri'] ?? environment.MLFLOW_BACKEND_STORE_URI
    ),
    artifacts: artifactConfig(flags, environment)
  };
};

const readToken = (
  flags: Flags,
  environment: NodeJS.ProcessEnv
): string | undefined => {
  const file = flags['token-file'];
  const token = file
    ? readFileSync(file, 'utf8').trim()
    : environment.TRACKBOOK_TOKEN;
  return token || undefined;
};
