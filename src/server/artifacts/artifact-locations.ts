import { resolve } from 'node:path';
import { TrackbookError } from '../../api/errors.js';
import { isWithin, parseUri } from '../uri.js';
import { safeArtifactPath } from './artifact-path.js';
import type { ArtifactStore } from './artifact-store.js';
import { LocalArtifactStore } from './local.js';

/** A place in a store. */
export interface ArtifactLocation {
  store: ArtifactStore;
  path: string;
}

/** Finds the store behind the artifact URIs that runs and models have. */
export class ArtifactLocations {
  readonly #options: ArtifactLocations.Options;

  constructor(options: ArtifactLocations.Options) {
    this.#options = options;
  }

  /** A place in the store that `mlflow-artifacts:` URIs lead to. */
  inProxy(path: string): ArtifactLocation {
    const { proxied } = this.#options;
    if (!proxied) {
      throw new TrackbookError(
        'NOT_IMPLEMENTED',
        'Artifact serving is disabled. Start the server with --serve-artifacts to enable it.'
      );
    }
    return { store: proxied, path: safeArtifactPath(path) };
  }

  /** `path` below an artifact URI. */
  below(artifactUri: string, path: string): ArtifactLocation {
    const safePath = safeArtifactPath(path);
    const uri = parseUri(artifactUri);
    switch (uri.scheme) {
      case 'mlflow-artifacts':
        return this.inProxy(join(uri.path, safePath));
      case 'http':
      case 'https':
        return this.inProxy(join(afterRoute(uri.path), safePath));
      case 'file':
      case '':
        this.#requireReadable(artifactUri);
        return {
          store: new LocalArtifactStore(resolve(uri.path)),
          path: safePath
        };
      default:
        throw new TrackbookError(
          'NOT_IMPLEMENTED',
          `This server cannot read artifacts at ${uri.scheme}: locations. Read '${artifactUri}' with the mlflow client.`
        );
    }
  }

  /** A client may name any folder as an experiment's place: only those given to the server are read. */
  #requireReadable(artifactUri: string): void {
    const { localRoots } = this.#options;
    const absolute = resolve(parseUri(artifactUri).path);
    if (!localRoots.some(root => isWithin(absolute, resolve(root)))) {
      throw new TrackbookError(
        'PERMISSION_DENIED',
        `'${artifactUri}' is outside the server's artifact folders. Read it with the mlflow client.`
      );
    }
  }
}

export namespace ArtifactLocations {
  export interface Options {
    /** Absent if the server does not serve artifacts. */
    proxied?: ArtifactStore;
    /** Folders in which artifacts of runs may be read directly. */
    localRoots: readonly string[];
  }
}

const ROUTE = '/api/2.0/mlflow-artifacts/artifacts/';

/** The part of an address of the artifact API that names the artifact. */
const afterRoute = (path: string): string => {
  const start = path.indexOf(ROUTE);
  if (start === -1) {
    throw new TrackbookError(
      'INVALID_PARAMETER_VALUE',
      `'${path}' is not an address of the artifact API.`
    );
  }
  return path.slice(start + ROUTE.length);
};

const join = (folder: string, path: string): string =>
  [folder.replace(/^\/+|\/+$/g, ''), path].filter(Boolean).join('/');
