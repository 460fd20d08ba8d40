import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '../../common/CopyButton.js';
import { formatBytes } from '../../common/format.js';
import { Icon } from '../../common/icons.js';
import { ErrorState, Loading } from '../../common/messages.js';
import { queryKeys } from '../../common/query-keys.js';
import { useClient } from '../../common/QueryProvider.js';
import { useTranslation } from '../../common/translation.js';
import type { ArtifactAddress } from './artifact-address.js';
import { FileContent } from './FileContent.js';
import { previewKind } from './preview-kind.js';

/** More than this is for downloading, not for looking at. */
const MAX_PREVIEW = 5_000_000;

export function ArtifactPreview({ address }: { address: ArtifactAddress }) {
  const trans = useTranslation();
  const client = useClient();
  const { owner, path } = address;
  const url = client.artifacts.url(owner, path);
  const name = path.split('/').at(-1) ?? path;
  return (
    <>
      <header className="jp-TrackbookArtifacts-head">
        <strong title={path}>{path}</strong>
        <CopyButton text={path} name={trans.__('Copy path')} />
        <a className="jp-TrackbookButton" href={url} download={name}>
          <Icon name="download" size={14} />
          {trans.__('Download')}
        </a>
      </header>
      {previewKind(path) === 'none' ? (
        <p className="jp-TrackbookHint">
          {trans.__('There is no preview for this kind of file.')}
        </p>
      ) : (
        <LoadedPreview address={address} />
      )}
    </>
  );
}

type Loaded = { blob: Blob } | { tooLarge: number };

function LoadedPreview({
  address: { owner, path }
}: {
  address: ArtifactAddress;
}) {
  const trans = useTranslation();
  const client = useClient();
  const { data, error, refetch } = useQuery({
    queryKey: [...queryKeys.file(owner, path), 'preview'],
    queryFn: async ({ signal }): Promise<Loaded> => {
      const response = await client.artifacts.read(owner, path, signal);
      const size = Number(response.headers.get('Content-Length') ?? 0);
      if (size > MAX_PREVIEW) {
        await response.body?.cancel();
        return { tooLarge: size };
      }
      return { blob: await response.blob() };
    }
  });
  if (error) {
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (!data) {
    return <Loading />;
  }
  return 'tooLarge' in data ? (
    <p className="jp-TrackbookHint">
      {trans.__(
        'This file has %1, too much for a preview.',
        formatBytes(data.tooLarge)
      )}
    </p>
  ) : (
    <FileContent path={path} blob={data.blob} kind={previewKind(path)} />
  );
}
