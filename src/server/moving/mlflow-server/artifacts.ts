import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { ArtifactEntry } from '../../artifacts/artifact-store.js';
import { parseUri } from '../../uri.js';
import type { ArtifactTree } from '../copy-artifacts.js';
import type { OpenedSource } from '../open-source.js';
import type { ApiClient } from './api-client.js';

interface Listing {
  files?: { path: string; is_dir?: boolean; file_size?: number }[];
}

const PROXY = '/api/2.0/mlflow-artifacts/artifacts';

/** Reads artifacts through a server, wherever it keeps them. */
export const serverArtifacts =
  (api: ApiClient): OpenedSource['artifactsOf'] =>
  async ({ from, owner }) => {
    const { scheme, path } = parseUri(from);
    if (scheme === 'mlflow-artifacts') {
      return proxied(api, path.replace(/^\/+/, ''));
    }
    return owner.kind === 'run'
      ? tree(api, {
          list: path => [
            '/api/2.0/mlflow/artifacts/list',
            { run_id: owner.id, path }
          ],
          get: path => ['/get-artifact', { run_id: owner.id, path }]
        })
      : tree(api, {
          list: path => [
            `/api/2.0/mlflow/logged-models/${owner.id}/artifacts/directories`,
            { artifact_directory_path: path }
          ],
          get: path => [
            `/ajax-api/2.0/mlflow/logged-models/${owner.id}/artifacts/files`,
            { artifact_file_path: path }
          ]
        });
  };

const proxied = (api: ApiClient, root: string): ArtifactTree =>
  tree(api, {
    list: path => [PROXY, { path: [root, path].filter(Boolean).join('/') }],
    get: path => [
      `${PROXY}/${[...root.split('/'), ...path.split('/')].map(encodeURIComponent).join('/')}`,
      {}
    ]
  });

type Call = [path: string, query: Record<string, string>];

const tree = (
  api: ApiClient,
  calls: { list(path: string): Call; get(path: string): Call }
): ArtifactTree => ({
  list: async folder => {
    const { files = [] } = await api.get<Listing>(...calls.list(folder));
    return files.map(toEntry);
  },
  open: async path => ({
    read: async () => {
      const { body } = await api.open(...calls.get(path));
      return body
        ? Readable.fromWeb(body as ReadableStream)
        : Readable.from([]);
    }
  })
});

/** Listings give paths from the root of a run, or from where they were asked. */
const toEntry = ({
  path,
  is_dir,
  file_size
}: NonNullable<Listing['files']>[number]): ArtifactEntry => {
  const name = path.split('/').at(-1)!;
  return is_dir
    ? { kind: 'folder', name }
    : { kind: 'file', name, size: Number(file_size ?? 0) };
};
