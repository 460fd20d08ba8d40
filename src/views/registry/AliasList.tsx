import { useState } from 'react';
import type { ModelVersion, RegisteredModel } from '../../client/index.js';
import { ChipForm } from '../common/ChipForm.js';
import { Dialog } from '../common/Dialog.js';
import { Icon } from '../common/icons.js';
import { useTranslation } from '../common/translation.js';
import { useFocusReturn } from '../common/use-focus-return.js';
import { useRegistryActions } from './use-registry-actions.js';

type AliasListProps = { version: ModelVersion; model: RegisteredModel };

/** The names by which code asks for a version. */
export function AliasList({ version, model }: AliasListProps) {
  const trans = useTranslation();
  const { setAlias, deleteAlias } = useRegistryActions();
  const [isAdding, setIsAdding] = useState(false);
  const [moving, setMoving] = useState<string | null>(null);
  const plus = useFocusReturn(isAdding || moving !== null);
  const assign = (alias: string) =>
    void setAlias(model.name, alias, version.version, model.aliases[alias]);
  const add = (alias: string) => {
    setIsAdding(false);
    const holder = model.aliases[alias];
    if (holder !== undefined && holder !== version.version) {
      setMoving(alias);
    } else if (alias && holder === undefined) {
      assign(alias);
    }
  };

  return (
    <div className="jp-TrackbookTagList">
      {version.aliases.map(alias => (
        <span key={alias} className="jp-TrackbookAlias">
          @{alias}
          <button
            className="jp-TrackbookTagList-delete"
            aria-label={trans.__('Remove alias %1', alias)}
            onClick={() => void deleteAlias(model.name, alias, version.version)}
          >
            <Icon name="close" size={10} />
          </button>
        </span>
      ))}
      {isAdding ? (
        <AliasForm onAdd={add} onClose={() => setIsAdding(false)} />
      ) : (
        <button
          ref={plus}
          className="jp-TrackbookChip"
          onClick={() => setIsAdding(true)}
        >
          <Icon name="plus" size={12} />
          {trans.__('Alias')}
        </button>
      )}
      {moving && (
        <Dialog
          title={trans.__('Move @%1?', moving)}
          action={trans.__('Move to version %1', version.version)}
          onSubmit={() => {
            assign(moving);
            setMoving(null);
          }}
          onClose={() => setMoving(null)}
        >
          <p>
            {trans.__(
              'It names version %1 now. Code that loads models:/%2@%3 gets version %4 from then on.',
              model.aliases[moving],
              model.name,
              moving,
              version.version
            )}
          </p>
        </Dialog>
      )}
    </div>
  );
}

type AliasFormProps = { onAdd(alias: string): void; onClose(): void };

function AliasForm({ onAdd, onClose }: AliasFormProps) {
  const trans = useTranslation();
  const [alias, setAlias] = useState('');
  return (
    <ChipForm
      onClose={onClose}
      onSubmit={() => onAdd(alias.trim().replace(/^@/, ''))}
    >
      <input
        className="jp-TrackbookInput"
        autoFocus
        aria-label={trans.__('Alias')}
        placeholder={trans.__('champion, challenger, …')}
        value={alias}
        onChange={event => setAlias(event.target.value)}
      />
    </ChipForm>
  );
}
