import { TrackbookError } from '../../api/errors.js';
import { parseUri } from '../uri.js';
import { invalidPath, safeArtifactPath } from './artifact-path.js';
import {
  parseArtifactPlace,
  pathWithin,
  type ArtifactPlace
} from './artifact-place.js';
import type { ArtifactStore } from './artifact-store.js';
import { LocalArtifactStore } from './local.js';
import type { S3Settings } from './s3-settings.js';

/** A place in a store. */
export interface ArtifactLocation {
  store: ArtifactStore;
  path: string;
}

/** Finds the store behind the artifact URIs that runs and models have. */
export class ArtifactLocations {
  readonly #options: ArtifactLocations.Options;
  readonly #stores = new Map<ArtifactPlace, Promise<ArtifactStore>>();

  constructor(options: ArtifactLocations.Options) {
    this.#options = options;
  }

  /** The store that `mlflow-artifacts:` URIs lead to; undefined if the server does not serve artifacts. */
  async proxied(): Promise<ArtifactStore | undefined> {
    const { proxied } = this.#options;
    return proxied && this.#open(proxied);
  }

  /** A place in the store that `mlflow-artifacts:` URIs lead to. */
  async inProxy(path: string): Promise<ArtifactLocation> {
    const store = await this.proxied();
    if (!store) {
      throw new TrackbookError(
        'NOT_IMPLEMENTED',
        'Artifact serving is disabled. Start the server with --serve-artifacts to enable it.'
      );
    }
    return { store, path: safeArtifactPath(path) };
  }

  /** `path` below an artifact URI. */
  async below(artifactUri: string, path: string): Promise<ArtifactLocation> {
    const safePath = safeArtifactPath(path);
    const uri = parseUri(artifactUri);
    switch (uri.scheme) {
      case 'mlflow-artifacts':
        return this.inProxy(join(uri.path, safePath));
      case 'http':
      case 'https':
        return this.inProxy(join(afterRoute(uri.path), safePath));
    }
    const place = parseArtifactPlace(artifactUri);
    if (!place) {
      throw new TrackbookError(
        'NOT_IMPLEMENTED',
        `This server cannot read artifacts at ${uri.scheme}: locations. Read '${artifactUri}' with the mlflow client.`
      );
    }
    return this.#inRoot(place, safePath, artifactUri);
  }

  /** Throws what is wrong with any of the stores. */
  async check(): Promise<void> {
    const { proxied, roots } = this.#options;
    for (const place of proxied ? [proxied, ...roots] : roots) {
      const store = await this.#open(place);
      await store.check();
    }
  }

  /**
   * A client may name any place as that of an experiment: only those given to the server are
   * read, and through a store with the same root, so that no link inside it leads elsewhere.
   */
  async #inRoot(
    place: ArtifactPlace,
    path: string,
    artifactUri: string
  ): Promise<ArtifactLocation> {
    for (const root of this.#options.roots) {
      const folder = pathWithin(root, place);
      if (folder !== undefined) {
        if (/\p{Cc}/u.test(folder)) {
          throw invalidPath();
        }
        return { store: await this.#open(root), path: join(folder, path) };
      }
    }
    throw new TrackbookError(
      'PERMISSION_DENIED',
      `'${artifactUri}' is outside the server's artifact folders. Read it with the mlflow client.`
    );
  }

  #open(place: ArtifactPlace): Promise<ArtifactStore> {
    const opened = this.#stores.get(place) ?? this.#openNew(place);
    this.#stores.set(place, opened);
    return opened;
  }

  async #openNew(place: ArtifactPlace): Promise<ArtifactStore> {
    if (place.kind === 'local') {
      return new LocalArtifactStore(place.folder);
    }
    // The SDK is large, and most servers have no use for it.
    const { openS3ArtifactStore } = await import('./s3.js');
    return openS3ArtifactStore(place, this.#options.s3);
  }
}

export namespace ArtifactLocations {
  export interface Options {
    /** Absent if the server does not serve artifacts. */
    proxied?: ArtifactPlace;
    /** Where artifacts of runs may be read directly. */
    roots: readonly ArtifactPlace[];
    s3: S3Settings;
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
