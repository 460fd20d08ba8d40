import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArtifactPlace } from '../artifacts/artifact-place.js';
import { LocalArtifactStore } from '../artifacts/local.js';
import { readS3Settings } from '../artifacts/s3-settings.js';
import { ConfigError } from '../config-error.js';
import { storeLocation } from '../store-location.js';
import { isTrackbookDatabase } from '../store/sqlite/open.js';
import { parseUri } from '../uri.js';
import type { ArtifactTree } from './copy-artifacts.js';
import { MlflowDatabaseSource } from './mlflow-database/source.js';
import { openPostgresReader } from './mlflow-database/postgres-reader.js';
import { openSqliteReader } from './mlflow-database/sqlite-reader.js';
import { MlflowFolderSource } from './mlflow-folder/source.js';
import { ApiClient, serverAccess } from './mlflow-server/api-client.js';
import { serverArtifacts } from './mlflow-server/artifacts.js';
import { MlflowServerSource } from './mlflow-server/source.js';
import type { ArtifactMove } from './relocation.js';
import type { Source } from './source.js';
import { Snapshot } from './trackbook/snapshot.js';
import { TrackbookSource } from './trackbook/source.js';

export interface OpenedSource {
  source: Source;
  /** The file that is read, if it is a store of Trackbook's. */
  file?: string;
  /** Whether artifacts at a URI can be read from here; those of other clouds only with clients of their own. */
  reads(artifactUri: string): boolean;
  /** The artifacts that are to be moved; undefined if they are out of reach. */
  artifactsOf(move: ArtifactMove): Promise<ArtifactTree | undefined>;
}

interface Options {
  environment: NodeJS.ProcessEnv;
  /** What relative paths begin at. */
  folder: string;
  /** Where a server keeps what `mlflow-artifacts:` URIs of the source name. */
  artifacts?: string;
}

/** Opens what a user calls a source: a URI of a database or server, or a folder's path. */
export const openSource = async (
  name: string,
  options: Options
): Promise<OpenedSource> => {
  if (/^https?:\/\//i.test(name)) {
    return openServer(name, options);
  }
  if (/^(sqlite|postgres\w*)(\+\w+)?:/i.test(name)) {
    return openDatabase(name, options);
  }
  if (/^\w[\w+.-]+:/.test(name) && !name.startsWith('file:')) {
    throw new ConfigError(
      `'${name}' cannot be imported. Give sqlite:///…, postgresql://…, http://… or a folder.`
    );
  }
  const path = name.startsWith('file:')
    ? fileURLToPath(name)
    : resolve(options.folder, name);
  if (!existsSync(path)) {
    throw new Error(`There is no ${path}.`);
  }
  if (!statSync(path).isDirectory()) {
    return openDatabase(`sqlite:///${path}`, options);
  }
  return {
    source: await MlflowFolderSource.open(path),
    reads: isReadable,
    artifactsOf: keptBy(options, [path])
  };
};

const openServer = async (
  name: string,
  { environment }: Options
): Promise<OpenedSource> => {
  const api = new ApiClient(serverAccess(name, environment));
  return {
    source: await MlflowServerSource.open(api),
    reads: () => true,
    artifactsOf: serverArtifacts(api)
  };
};

const openDatabase = async (
  uri: string,
  options: Options
): Promise<OpenedSource> => {
  const location = storeLocation(uri);
  if (location.kind === 'postgres') {
    const reader = await openPostgresReader(location.url);
    return {
      source: await MlflowDatabaseSource.open(reader),
      reads: isReadable,
      artifactsOf: keptBy(options, [])
    };
  }
  const folder = dirname(location.path);
  const artifactsOf = keptBy(options, [
    join(folder, 'mlartifacts'),
    join(folder, 'artifacts')
  ]);
  return isTrackbookDatabase(location.path)
    ? {
        source: new TrackbookSource(await Snapshot.open(location)),
        file: location.path,
        reads: isReadable,
        artifactsOf
      }
    : {
        source: await MlflowDatabaseSource.open(
          openSqliteReader(location.path)
        ),
        reads: isReadable,
        artifactsOf
      };
};

const isReadable = (uri: string): boolean =>
  parseUri(uri).scheme === 'mlflow-artifacts' ||
  parseArtifactPlace(uri) !== undefined;

/** Artifacts in folders and buckets; what a server kept is in `options.artifacts` or a usual place. */
const keptBy = (
  { artifacts, environment, folder }: Options,
  usualPlaces: readonly string[]
): OpenedSource['artifactsOf'] => {
  const served =
    artifacts ?? usualPlaces.find(place => existsSync(place)) ?? undefined;
  return async ({ from }) => {
    const { scheme, path } = parseUri(from);
    if (scheme === 'mlflow-artifacts') {
      return served === undefined
        ? undefined
        : openTree(joined(resolvePlace(served, folder), path), environment);
    }
    return openTree(resolvePlace(from, folder), environment);
  };
};

/** A path relative to `folder` as an absolute one; URIs stay. */
const resolvePlace = (place: string, folder: string): string =>
  parseUri(place).scheme === '' ? resolve(folder, place) : place;

const joined = (place: string, path: string): string =>
  `${place.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;

const openTree = async (
  uri: string,
  environment: NodeJS.ProcessEnv
): Promise<ArtifactTree | undefined> => {
  const place = parseArtifactPlace(uri);
  if (place?.kind === 'local') {
    return new LocalArtifactStore(place.folder);
  }
  if (place?.kind === 's3') {
    const { openS3ArtifactStore } = await import('../artifacts/s3.js');
    return openS3ArtifactStore(place, readS3Settings(environment));
  }
  return undefined;
};
