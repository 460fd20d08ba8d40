import { useQuery } from '@tanstack/react-query';
import type { RegisteredModel } from '../../client/index.js';
import { useNavigation } from '../common/navigation.js';
import { useClient } from '../common/QueryProvider.js';
import { queryKeys } from '../common/query-keys.js';
import { useTranslation } from '../common/translation.js';
import { Section } from './Section.js';

/** Registered models with the versions in production and the aliases that point to them. */
export function RegistryGlance() {
  const trans = useTranslation();
  const client = useClient();
  const { onOpenRegistry } = useNavigation();
  const { data: models = [] } = useQuery({
    queryKey: queryKeys.models(),
    queryFn: ({ signal }) => client.registry.listModels(signal)
  });
  return (
    <Section
      name="registry"
      title={trans.__('Model registry')}
      aside={
        <button className="jp-TrackbookPanel-link" onClick={onOpenRegistry}>
          {trans.__('Open')}
        </button>
      }
    >
      {models.length === 0 ? (
        <p className="jp-TrackbookPanel-empty">
          {trans.__('No models yet. Open a run with a model and register it.')}
        </p>
      ) : (
        <ul className="jp-TrackbookRegistryGlance">
          {models.map(model => (
            <ModelRow key={model.name} model={model} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function ModelRow({ model }: { model: RegisteredModel }) {
  const { onOpenModel } = useNavigation();
  const staged = model.latestVersions.filter(({ stage }) => stage !== 'None');
  return (
    <li>
      <button
        className="jp-TrackbookRegistryGlance-model"
        onClick={() => onOpenModel(model.name)}
      >
        <span className="jp-TrackbookRegistryGlance-name">{model.name}</span>
        <span className="jp-TrackbookRegistryGlance-chips">
          {staged.map(({ stage, version }) => (
            <span
              key={stage}
              className="jp-TrackbookPanel-chip"
              data-stage={stage}
            >
              {`v${version} ${stage}`}
            </span>
          ))}
          {Object.entries(model.aliases).map(([alias, version]) => (
            <span key={alias} className="jp-TrackbookPanel-chip">
              {`@${alias} v${version}`}
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}
