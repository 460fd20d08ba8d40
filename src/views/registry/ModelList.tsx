import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RegisteredModel } from '../../client/index.js';
import { FeedIndicator } from '../common/FeedIndicator.js';
import { formatAgo, formatDateTime } from '../common/format.js';
import { Icon } from '../common/icons.js';
import { EmptyState, ErrorState, Loading } from '../common/messages.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { useTranslation } from '../common/translation.js';
import { useNow } from '../common/use-now.js';
import { StageChip } from './StageChip.js';

const SEARCH_FROM = 8;

/** All registered models, and which of their versions are in use. */
export function ModelList({ onOpen }: { onOpen(model: string): void }) {
  const trans = useTranslation();
  const client = useClient();
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.models(),
    queryFn: ({ signal }) => client.registry.listModels(signal)
  });

  if (!data) {
    return error ? (
      <ErrorState error={error} isWholeView onRetry={() => void refetch()} />
    ) : (
      <Loading />
    );
  }
  const found = data.filter(({ name }) =>
    name.toLowerCase().includes(search.toLowerCase())
  );
  return (
    <>
      <div className="jp-TrackbookRegistryView-header">
        <h1>{trans.__('Models')}</h1>
        <span className="jp-TrackbookHint">
          {trans._n('%1 model', '%1 models', data.length)}
        </span>
        <FeedIndicator />
        {data.length >= SEARCH_FROM && (
          <input
            className="jp-TrackbookInput"
            type="search"
            aria-label={trans.__('Find a model')}
            placeholder={trans.__('Find a model')}
            value={search}
            onChange={event => setSearch(event.target.value)}
          />
        )}
      </div>
      {data.length === 0 ? (
        <EmptyState icon="model" title={trans.__('No registered models yet')}>
          <p>
            {trans.__(
              'Open a run that logged a model and choose “Register model”.'
            )}
          </p>
        </EmptyState>
      ) : (
        <ul className="jp-TrackbookModelList">
          {found.map(model => (
            <ModelItem key={model.name} model={model} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </>
  );
}

type ModelItemProps = { model: RegisteredModel; onOpen(model: string): void };

function ModelItem({ model, onOpen }: ModelItemProps) {
  const trans = useTranslation();
  const now = useNow();
  const newest = Math.max(
    0,
    ...model.latestVersions.map(({ version }) => Number(version))
  );
  const staged = model.latestVersions
    .filter(({ stage }) => stage === 'Production' || stage === 'Staging')
    .sort((a, b) => a.stage.localeCompare(b.stage));
  return (
    <li>
      <div className="jp-TrackbookModelList-main">
        <Icon name="model" />
        <div>
          <button
            className="jp-TrackbookLink"
            onClick={() => onOpen(model.name)}
          >
            {model.name}
          </button>
          {model.description && (
            <p className="jp-TrackbookHint">{model.description}</p>
          )}
        </div>
      </div>
      <div className="jp-TrackbookModelList-stages">
        {staged.map(({ stage, version }) => (
          <span key={stage}>
            <StageChip stage={stage} /> v{version}
          </span>
        ))}
        {Object.entries(model.aliases).map(([alias, version]) => (
          <span key={alias}>
            <span className="jp-TrackbookAlias">@{alias}</span> v{version}
          </span>
        ))}
      </div>
      <span className="jp-TrackbookModelList-facts">
        {newest > 0
          ? trans.__('newest v%1', newest)
          : trans.__('no version yet')}
      </span>
      {model.updatedAt !== null && (
        <span
          className="jp-TrackbookModelList-facts"
          title={formatDateTime(model.updatedAt)}
        >
          {formatAgo(model.updatedAt, now, trans)}
        </span>
      )}
    </li>
  );
}
