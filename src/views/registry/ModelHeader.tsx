import { useState } from 'react';
import type { RegisteredModel } from '../../client/index.js';
import { Dialog } from '../common/Dialog.js';
import { Icon } from '../common/icons.js';
import { InlineEdit } from '../common/InlineEdit.js';
import { useClient } from '../common/QueryProvider.js';
import { TagList } from '../common/TagList.js';
import { userTags } from '../common/tags.js';
import { useTranslation } from '../common/translation.js';
import { useRegistryActions } from './use-registry-actions.js';

type ModelHeaderProps = { model: RegisteredModel; onBack(): void };

export function ModelHeader({ model, onBack }: ModelHeaderProps) {
  const trans = useTranslation();
  const { registry } = useClient();
  const { change } = useRegistryActions();
  const [isDeleting, setIsDeleting] = useState(false);
  const { name } = model;
  const remove = async () => {
    setIsDeleting(false);
    if (await change(() => registry.deleteModel(name))) {
      onBack();
    }
  };

  return (
    <div className="jp-TrackbookModelPage-header">
      <nav
        className="jp-TrackbookBreadcrumb"
        aria-label={trans.__('Belongs to')}
      >
        <button className="jp-TrackbookLink" onClick={onBack}>
          {trans.__('Models')}
        </button>
      </nav>
      <div className="jp-TrackbookRunView-title">
        <h1>{name}</h1>
        <div className="jp-TrackbookRunView-actions">
          <button
            className="jp-TrackbookButton"
            onClick={() => setIsDeleting(true)}
          >
            <Icon name="trash" />
            {trans.__('Delete model')}
          </button>
        </div>
      </div>
      <InlineEdit
        value={model.description}
        name={trans.__('description')}
        placeholder={trans.__('What is this model for?')}
        isMarkdown
        onSave={text => void change(() => registry.describeModel(name, text))}
      />
      <TagList
        tags={userTags(model.tags)}
        onSet={(key, value) =>
          void change(() => registry.setModelTag(name, key, value))
        }
        onDelete={key => void change(() => registry.deleteModelTag(name, key))}
      />
      {isDeleting && (
        <Dialog
          title={trans.__('Delete %1?', name)}
          action={trans.__('Delete for good')}
          isDanger
          onSubmit={() => void remove()}
          onClose={() => setIsDeleting(false)}
        >
          <p>
            {trans.__(
              'All its versions go with it, and nothing brings them back. The runs that made them stay.'
            )}
          </p>
        </Dialog>
      )}
    </div>
  );
}
