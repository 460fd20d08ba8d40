import {
  toArtifact,
  type Artifact,
  type WireArtifact
} from '../entities/artifact.js';
import type { Transport } from '../transport.js';

/** Where a file is kept: with a run, a logged model or a registered version. */
export type ArtifactOwner =
  | { kind: 'run'; runId: string }
  | { kind: 'loggedModel'; modelId: string }
  | { kind: 'modelVersion'; name: string; version: string };

type ListReply = { files?: WireArtifact[]; next_page_token?: string };

export class Artifacts {
  constructor(private readonly _transport: Transport) {}

  /** What a folder holds, folders first. */
  async list(
    owner: Exclude<ArtifactOwner, { kind: 'modelVersion' }>,
    folder = '',
    signal?: AbortSignal
  ): Promise<Artifact[]> {
    const found: Artifact[] = [];
    let pageToken: string | undefined;
    do {
      const reply = await this._listPage(owner, folder, pageToken, signal);
      found.push(...(reply.files ?? []).map(toArtifact));
      pageToken = reply.next_page_token;
    } while (pageToken);
    return found.sort(
      (a, b) =>
        Number(b.isFolder) - Number(a.isFolder) || a.path.localeCompare(b.path)
    );
  }

  /** An address that a link or an image can use. */
  url(owner: ArtifactOwner, path: string): string {
    const { route, query } = fileRoute(owner, path);
    return this._transport.url(route, query);
  }

  async read(
    owner: ArtifactOwner,
    path: string,
    signal?: AbortSignal
  ): Promise<Response> {
    const { route, query } = fileRoute(owner, path);
    return this._transport.send('GET', route, { query, signal });
  }

  async readText(
    owner: ArtifactOwner,
    path: string,
    signal?: AbortSignal
  ): Promise<string> {
    return (await this.read(owner, path, signal)).text();
  }

  /** Store a small file with a run; servers take up to 10 MB this way. */
  async writeText(runId: string, path: string, text: string): Promise<void> {
    await this._transport.send('POST', 'ajax-api/2.0/mlflow/upload-artifact', {
      query: { run_uuid: runId, path },
      content: text
    });
  }

  private _listPage(
    owner: Exclude<ArtifactOwner, { kind: 'modelVersion' }>,
    folder: string,
    pageToken: string | undefined,
    signal?: AbortSignal
  ): Promise<ListReply> {
    if (owner.kind === 'run') {
      return this._transport.get(
        'ajax-api/2.0/mlflow/artifacts/list',
        {
          run_id: owner.runId,
          path: folder || undefined,
          page_token: pageToken
        },
        signal
      );
    }
    return this._transport.get(
      `ajax-api/2.0/mlflow/logged-models/${owner.modelId}/artifacts/directories`,
      {
        artifact_directory_path: folder || undefined,
        page_token: pageToken
      },
      signal
    );
  }
}

function fileRoute(owner: ArtifactOwner, path: string) {
  switch (owner.kind) {
    case 'run':
      return {
        route: 'get-artifact',
        query: { path, run_uuid: owner.runId }
      };
    case 'loggedModel':
      return {
        route: `ajax-api/2.0/mlflow/logged-models/${owner.modelId}/artifacts/files`,
        query: { artifact_file_path: path }
      };
    case 'modelVersion':
      return {
        route: 'model-versions/get-artifact',
        query: { path, name: owner.name, version: owner.version }
      };
  }
}
