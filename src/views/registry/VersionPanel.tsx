import { useState } from 'react';
import type { ModelVersion, RegisteredModel } from '../../client/index.js';
import { Dialog } from '../common/Dialog.js';
import { Icon } from '../common/icons.js';
import { InlineEdit } from '../common/InlineEdit.js';
import { loadingSnippet } from '../common/model-snippets.js';
import { useClient } from '../common/QueryProvider.js';
import { Snippet } from '../common/Snippet.js';
import { TagList } from '../common/TagList.js';
import { userTags } from '../common/tags.js';
import { useTranslation } from '../common/translation.js';
import { AliasList } from './AliasList.js';
import { StageActions } from './StageActions.js';
import { StageChip } from './StageChip.js';
import { useRegistryActions } from './use-registry-actions.js';
import type { VersionDetails } from './use-version-details.js';

type VersionPanelProps = {
  details: VersionDetails;
  model: RegisteredModel;
  versions: readonly ModelVersion[];
};

/** What a version is, and what becomes of it. */
export function VersionPanel({ details, model, versions }: VersionPanelProps) {
  const trans = useTranslation();
  const { registry } = useClient();
  const { change } = useRegistryActions();
  const [isDeleting, setIsDeleting] = useState(false);
  const { version, facts } = details;
  const { name } = version;
  const number = version.version;

  return (
    <section className="jp-TrackbookCard">
      <h2>
        {trans.__('Version %1', number)} <StageChip stage={version.stage} />
        <button
          className="jp-TrackbookIconButton"
          aria-label={trans.__('Delete version %1', number)}
          title={trans.__('Delete version %1', number)}
          onClick={() => setIsDeleting(true)}
        >
          <Icon name="trash" size={14} />
        </button>
      </h2>
      <StageActions version={version} versions={versions} />
      <div className="jp-TrackbookVersionPanel-part">
        <h3>{trans.__('Aliases')}</h3>
        <AliasList version={version} model={model} />
      </div>
      <div className="jp-TrackbookVersionPanel-part">
        <h3>{trans.__('Description')}</h3>
        <InlineEdit
          value={version.description}
          name={trans.__('description')}
          placeholder={trans.__('What is new about this version?')}
          isMarkdown
          onSave={text =>
            void change(() => registry.describeVersion(name, number, text))
          }
        />
      </div>
      <div className="jp-TrackbookVersionPanel-part">
        <h3>{trans.__('Tags')}</h3>
        <TagList
          tags={userTags(version.tags)}
          onSet={(key, value) =>
            void change(() => registry.setVersionTag(name, number, key, value))
          }
          onDelete={key =>
            void change(() => registry.deleteVersionTag(name, number, key))
          }
        />
      </div>
      <Snippet
        title={trans.__('Load it in Python')}
        code={loadingSnippet(versionUri(version), facts?.flavors ?? [])}
      />
      {isDeleting && (
        <Dialog
          title={trans.__('Delete version %1?', number)}
          action={trans.__('Delete for good')}
          isDanger
          onSubmit={() => {
            setIsDeleting(false);
            void change(() => registry.deleteVersion(name, number));
          }}
          onClose={() => setIsDeleting(false)}
        >
          <p>
            {trans.__(
              'Nothing brings a deleted version back. The run that made it stays.'
            )}
          </p>
        </Dialog>
      )}
    </section>
  );
}

/** An alias keeps code working when another version takes over. */
function versionUri({ name, version, aliases }: ModelVersion): string {
  return aliases.length > 0
    ? `models:/${name}@${aliases[0]}`
    : `models:/${name}/${version}`;
}
