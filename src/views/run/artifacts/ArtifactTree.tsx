import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Artifact, Run } from '../../../client/index.js';
import { formatBytes, formatCount } from '../../common/format.js';
import { Icon } from '../../common/icons.js';
import { queryKeys } from '../../common/query-keys.js';
import { useClient } from '../../common/QueryProvider.js';
import { useTranslation } from '../../common/translation.js';
import type { RunModel } from '../use-run-models.js';
import { formatAddress, type ArtifactAddress } from './artifact-address.js';

/** Of a folder, so that one with 100,000 images does not stop the page. */
const ENTRIES_AT_ONCE = 500;

type ArtifactTreeProps = {
  run: Run;
  models: readonly RunModel[];
  selected: string | null;
  onSelect(address: ArtifactAddress): void;
};

type Shared = Pick<ArtifactTreeProps, 'selected' | 'onSelect'>;

/** Folders that open where they stand, read when they are opened. */
export function ArtifactTree({
  run,
  models,
  selected,
  onSelect
}: ArtifactTreeProps) {
  const trans = useTranslation();
  const shared = { selected, onSelect };
  return (
    <nav
      className="jp-TrackbookArtifacts-tree"
      aria-label={trans.__('Artifacts')}
    >
      {models
        .filter(({ owner }) => owner.kind === 'loggedModel')
        .map(model => (
          <ul key={model.uri}>
            <Folder
              address={{ owner: model.owner, path: '' }}
              name={model.name}
              icon="model"
              {...shared}
            />
          </ul>
        ))}
      <FolderContent
        address={{ owner: { kind: 'run', runId: run.runId }, path: '' }}
        isOpenByDefault
        {...shared}
      />
    </nav>
  );
}

type FolderContentProps = Shared & {
  address: ArtifactAddress;
  isOpenByDefault?: boolean;
};

function FolderContent({
  address,
  isOpenByDefault,
  ...shared
}: FolderContentProps) {
  const trans = useTranslation();
  const client = useClient();
  const { owner, path } = address;
  const [count, setCount] = useState(ENTRIES_AT_ONCE);
  const { data, error } = useQuery({
    queryKey: queryKeys.artifacts(owner, path),
    queryFn: ({ signal }) => client.artifacts.list(owner, path, signal)
  });
  if (error) {
    return <p className="jp-TrackbookHint">{error.message}</p>;
  }
  if (data?.length === 0) {
    return <p className="jp-TrackbookHint">{trans.__('Empty')}</p>;
  }
  return (
    <ul>
      {data
        ?.slice(0, count)
        .map(artifact =>
          artifact.isFolder ? (
            <Folder
              key={artifact.path}
              address={{ owner, path: artifact.path }}
              name={nameOf(artifact)}
              icon="folder"
              isOpenByDefault={isOpenByDefault && data.length <= 3}
              {...shared}
            />
          ) : (
            <File
              key={artifact.path}
              address={{ owner, path: artifact.path }}
              artifact={artifact}
              {...shared}
            />
          )
        )}
      {data && data.length > count && (
        <li>
          <button onClick={() => setCount(count + ENTRIES_AT_ONCE)}>
            {trans.__('Show more of %1 entries', formatCount(data.length))}
          </button>
        </li>
      )}
    </ul>
  );
}

type FolderProps = FolderContentProps & {
  name: string;
  icon: 'folder' | 'model';
};

function Folder({
  address,
  name,
  icon,
  isOpenByDefault = false,
  ...shared
}: FolderProps) {
  const isAncestor =
    shared.selected?.startsWith(formatAddress(address)) ?? false;
  const [isOpen, setIsOpen] = useState(isOpenByDefault || isAncestor);
  return (
    <li>
      <button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Icon name={isOpen ? 'chevron' : 'right'} size={12} />
        <Icon name={icon} size={14} />
        <span>{name}</span>
      </button>
      {isOpen && <FolderContent address={address} {...shared} />}
    </li>
  );
}

type FileProps = Shared & { address: ArtifactAddress; artifact: Artifact };

function File({ address, artifact, selected, onSelect }: FileProps) {
  const isSelected = selected === formatAddress(address);
  return (
    <li>
      <button
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => onSelect(address)}
      >
        <Icon name="file" size={14} />
        <span title={artifact.path}>{nameOf(artifact)}</span>
        {artifact.size !== null && <small>{formatBytes(artifact.size)}</small>}
      </button>
    </li>
  );
}

function nameOf({ path }: Artifact): string {
  return path.split('/').at(-1) ?? path;
}
