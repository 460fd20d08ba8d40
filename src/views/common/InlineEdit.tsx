import {
  lazy,
  Suspense,
  useState,
  type KeyboardEvent,
  type ReactNode
} from 'react';
import { Icon } from './icons.js';
import { useTranslation } from './translation.js';
import { useFocusReturn } from './use-focus-return.js';

// Loaded only where there is a text to show.
const Markdown = lazy(() => import('./Markdown.js'));

type InlineEditProps = {
  value: string;
  /** What is edited, for its button and field. */
  name: string;
  placeholder?: string;
  /** Whether the text has several lines, in Markdown. */
  isMarkdown?: boolean;
  onSave(value: string): void;
  children?: ReactNode;
};

/** Text with a pen beside it, which turns it into a field. */
export function InlineEdit({
  value,
  name,
  placeholder,
  isMarkdown,
  onSave,
  children
}: InlineEditProps) {
  const trans = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);
  const pen = useFocusReturn(draft !== null);

  if (draft === null) {
    return (
      <span className="jp-TrackbookInlineEdit">
        {children ??
          (isMarkdown && value ? (
            <Suspense fallback={<span>{value}</span>}>
              <Markdown text={value} />
            </Suspense>
          ) : (
            <span className={value ? undefined : 'jp-mod-placeholder'}>
              {value || placeholder}
            </span>
          ))}
        <button
          ref={pen}
          className="jp-TrackbookIconButton"
          aria-label={trans.__('Edit %1', name)}
          title={trans.__('Edit %1', name)}
          onClick={() => setDraft(value)}
        >
          <Icon name="edit" size={14} />
        </button>
      </span>
    );
  }

  const save = () => {
    if (draft.trim() !== value) {
      onSave(draft.trim());
    }
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isSubmit = event.key === 'Enter' && (!isMarkdown || event.ctrlKey);
    if (isSubmit) {
      event.preventDefault();
      save();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      setDraft(null);
    }
  };
  const field = {
    'aria-label': name,
    autoFocus: true,
    value: draft,
    placeholder,
    className: 'jp-TrackbookInput',
    onKeyDown
  };

  return (
    <span className="jp-TrackbookInlineEdit jp-mod-editing">
      {isMarkdown ? (
        <textarea
          {...field}
          rows={5}
          onChange={event => setDraft(event.target.value)}
        />
      ) : (
        <input {...field} onChange={event => setDraft(event.target.value)} />
      )}
      <button className="jp-TrackbookButton jp-mod-accent" onClick={save}>
        {trans.__('Save')}
      </button>
      <button className="jp-TrackbookButton" onClick={() => setDraft(null)}>
        {trans.__('Cancel')}
      </button>
    </span>
  );
}
