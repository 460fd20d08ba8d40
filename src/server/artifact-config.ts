import { resolve } from 'node:path';
import {
  parseArtifactPlace,
  type ArtifactPlace
} from './artifacts/artifact-place.js';
import { readS3Settings, type S3Settings } from './artifacts/s3-settings.js';
import { ConfigError } from './config-error.js';

export interface ArtifactConfig {
  /** Whether `mlflow-artifacts:` URIs are served from `destination`. */
  serve: boolean;
  destination: ArtifactPlace;
  /** Where an experiment's artifacts go unless it says otherwise. */
  defaultRoot: string;
  /** Where artifacts of runs may be read directly. */
  roots: ArtifactPlace[];
  s3: S3Settings;
}

/** Flags as `mlflow server` has them, and one of our own for further places. */
export interface ArtifactFlags {
  'default-artifact-root'?: string;
  'artifacts-destination'?: string;
  'artifact-roots'?: string;
  'no-serve-artifacts'?: boolean;
}

/** That of the server a Jupyter server keeps: all below one folder. */
export const embeddedArtifacts = (folder: string): ArtifactConfig => {
  const destination: ArtifactPlace = {
    kind: 'local',
    folder: resolve(folder, 'artifacts')
  };
  return {
    serve: true,
    destination,
    defaultRoot: 'mlflow-artifacts:',
    roots: [destination],
    s3: readS3Settings({})
  };
};

export const artifactConfig = (
  flags: ArtifactFlags,
  environment: NodeJS.ProcessEnv
): ArtifactConfig => {
  const serve = !flags['no-serve-artifacts'];
  const destination = requirePlace(
    flags['artifacts-destination'] ??
      environment.MLFLOW_ARTIFACTS_DESTINATION ??
      './mlartifacts'
  );
  const defaultRoot = withoutEndSlash(
    flags['default-artifact-root'] ??
      environment.MLFLOW_DEFAULT_ARTIFACT_ROOT ??
      (serve ? 'mlflow-artifacts:/' : resolve('mlruns'))
  );
  const further =
    flags['artifact-roots'] ?? environment.TRACKBOOK_ARTIFACT_ROOTS ?? '';
  const roots = [
    destination,
    ...optional(parseArtifactPlace(defaultRoot)),
    ...further
      .split(',')
      .map(uri => uri.trim())
      .filter(Boolean)
      .map(requirePlace)
  ];
  const usesS3 = roots.some(({ kind }) => kind === 's3');
  return {
    serve,
    destination,
    defaultRoot,
    roots,
    s3: s3Settings(usesS3 ? environment : {})
  };
};

const requirePlace = (uri: string): ArtifactPlace => {
  const place = parseArtifactPlace(uri);
  if (!place) {
    throw new ConfigError(
      `Artifacts at '${uri}' are not supported. Give a local folder or s3://bucket/prefix.`
    );
  }
  return place;
};

const s3Settings = (environment: NodeJS.ProcessEnv): S3Settings => {
  try {
    return readS3Settings(environment);
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
};

const optional = <T>(value: T | undefined): T[] =>
  value === undefined ? [] : [value];

/** `mlflow-artifacts:/` and `/data/` become a prefix that `/<experiment id>` follows. */
const withoutEndSlash = (uri: string): string => uri.replace(/\/+$/, '');
