import { useState } from 'react';
import { ChipForm } from './ChipForm.js';
import { Icon } from './icons.js';
import { useTranslation } from './translation.js';
import { useFocusReturn } from './use-focus-return.js';

type TagListProps = {
  tags: readonly [string, string][];
  onSet(key: string, value: string): void;
  onDelete(key: string): void;
};

/** Tags as chips, each with a way to take it away, and a field for more. */
export function TagList({ tags, onSet, onDelete }: TagListProps) {
  const trans = useTranslation();
  const [isAdding, setIsAdding] = useState(false);
  const plus = useFocusReturn(isAdding);
  return (
    <div className="jp-TrackbookTagList">
      {tags.map(([key, value]) => (
        <span key={key} className="jp-TrackbookChip" title={`${key}: ${value}`}>
          <span className="jp-TrackbookTagList-text">
            <b>{key}</b>
            {value && ` ${value}`}
          </span>
          <button
            className="jp-TrackbookTagList-delete"
            aria-label={trans.__('Remove tag %1', key)}
            onClick={() => onDelete(key)}
          >
            <Icon name="close" size={10} />
          </button>
        </span>
      ))}
      {isAdding ? (
        <TagForm onSet={onSet} onClose={() => setIsAdding(false)} />
      ) : (
        <button
          ref={plus}
          className="jp-TrackbookChip"
          onClick={() => setIsAdding(true)}
        >
          <Icon name="plus" size={12} />
          {trans.__('Tag')}
        </button>
      )}
    </div>
  );
}

type TagFormProps = {
  onSet(key: string, value: string): void;
  onClose(): void;
};

function TagForm({ onSet, onClose }: TagFormProps) {
  const trans = useTranslation();
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  return (
    <ChipForm
      onClose={onClose}
      onSubmit={() => {
        if (key.trim()) {
          onSet(key.trim(), value.trim());
        }
        onClose();
      }}
    >
      <input
        className="jp-TrackbookInput"
        autoFocus
        aria-label={trans.__('Tag')}
        placeholder={trans.__('Tag')}
        value={key}
        onChange={event => setKey(event.target.value)}
      />
      <input
        className="jp-TrackbookInput"
        aria-label={trans.__('Value')}
        placeholder={trans.__('Value')}
        value={value}
        onChange={event => setValue(event.target.value)}
      />
    </ChipForm>
  );
}
