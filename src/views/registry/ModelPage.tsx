import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ModelVersion, RegisteredModel } from '../../client/index.js';
import { EmptyState, ErrorState, Loading } from '../common/messages.js';
import { queryKeys } from '../common/query-keys.js';
import { useClient } from '../common/QueryProvider.js';
import { useTranslation } from '../common/translation.js';
import { chooseOtherVersion } from './choose-other-version.js';
import { ModelHeader } from './ModelHeader.js';
import type { RegistryState } from './registry-state.js';
import { useVersionDetails } from './use-version-details.js';
import { VersionDiff } from './VersionDiff.js';
import { VersionPanel } from './VersionPanel.js';
import { VersionTable } from './VersionTable.js';

/** The newest, of which each is asked for its run and its files; those in use stand with them. */
const VERSIONS_AT_ONCE = 50;

const isInUse = ({ stage, aliases }: ModelVersion) =>
  aliases.length > 0 || stage === 'Production' || stage === 'Staging';

type ModelPageProps = {
  name: string;
  version: string | null;
  otherVersion: string | null;
  onChoose(choice: Partial<RegistryState>): void;
  onBack(): void;
};

/** One model: its versions, the chosen one, and how it differs from another. */
export function ModelPage({
  name,
  version,
  otherVersion,
  onChoose,
  onBack
}: ModelPageProps) {
  const trans = useTranslation();
  const client = useClient();
  const model = useQuery({
    queryKey: queryKeys.model(name),
    queryFn: ({ signal }) => client.registry.getModel(name, signal)
  });
  const versions = useQuery({
    queryKey: queryKeys.versions(name),
    queryFn: ({ signal }) => client.registry.listVersions(name, signal)
  });
  const error = model.error ?? versions.error;

  if (!model.data || !versions.data) {
    return error ? (
      <ErrorState
        error={error}
        isWholeView
        onRetry={() => {
          void model.refetch();
          void versions.refetch();
        }}
      />
    ) : (
      <Loading />
    );
  }
  return (
    <div className="jp-TrackbookModelPage">
      <ModelHeader model={model.data} onBack={onBack} />
      {versions.data.length === 0 ? (
        <EmptyState icon="model" title={trans.__('No version yet')}>
          <p>
            {trans.__(
              'Open a run that logged a model and choose “Register model”.'
            )}
          </p>
        </EmptyState>
      ) : (
        <Versions
          model={model.data}
          versions={withAliases(versions.data, model.data)}
          version={version}
          otherVersion={otherVersion}
          onChoose={onChoose}
        />
      )}
    </div>
  );
}

/** A search of versions may leave the aliases out; the model knows them. */
function withAliases(
  versions: readonly ModelVersion[],
  model: RegisteredModel
): ModelVersion[] {
  const named = new Map<string, string[]>();
  for (const [alias, version] of Object.entries(model.aliases)) {
    named.set(version, [...(named.get(version) ?? []), alias]);
  }
  return versions.map(version => ({
    ...version,
    aliases: named.get(version.version) ?? []
  }));
}

type VersionsProps = Pick<
  ModelPageProps,
  'version' | 'otherVersion' | 'onChoose'
> & {
  model: RegisteredModel;
  versions: readonly ModelVersion[];
};

function Versions({
  model,
  versions,
  version,
  otherVersion,
  onChoose
}: VersionsProps) {
  const [count, setCount] = useState(VERSIONS_AT_ONCE);
  const shown = versions.filter(
    (each, i) =>
      i < count ||
      isInUse(each) ||
      [version, otherVersion].includes(each.version)
  );
  const details = useVersionDetails(shown);
  const find = (wanted: string | null) =>
    details.find(({ version }) => version.version === wanted);
  const chosen = find(version) ?? details[0];
  const fallback = chooseOtherVersion(shown, chosen.version);
  const isOther = otherVersion !== chosen.version.version;
  const other =
    (isOther && find(otherVersion)) || find(fallback?.version ?? null);

  return (
    <>
      <VersionTable
        details={details}
        total={versions.length}
        onMore={() => setCount(count + VERSIONS_AT_ONCE)}
        chosen={chosen.version.version}
        other={other?.version.version ?? null}
        onChoose={next => onChoose({ version: next, otherVersion: null })}
        onCompare={next => onChoose({ otherVersion: next })}
      />
      <div className="jp-TrackbookModelPage-detail">
        <VersionPanel details={chosen} model={model} versions={versions} />
        {other && <VersionDiff details={chosen} other={other} />}
      </div>
    </>
  );
}
