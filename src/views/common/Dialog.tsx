import {
  useEffect,
  useId,
  useRef,
  type FormEvent,
  type ReactNode
} from 'react';
import { Icon } from './icons.js';
import { useTranslation } from './translation.js';

type DialogProps = {
  title: string;
  action: string;
  /** What leaves it; by default "Cancel". */
  leave?: string;
  isDanger?: boolean;
  isDisabled?: boolean;
  error?: Error | null;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
};

/** The first field, else the answer. */
const BEGINNING = ':is(input, select, textarea, [type="submit"]):enabled';

/** Where the answer cannot be taken back, what leaves it. */
const SAFE_BEGINNING = 'footer button';

/** A question that must be answered or left before anything else. */
export function Dialog({
  title,
  action,
  leave,
  isDanger,
  isDisabled,
  error,
  onSubmit,
  onClose,
  children
}: DialogProps) {
  const trans = useTranslation();
  const titleId = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    element.current?.showModal();
    return () => before?.focus();
  }, []);
  // A browser begins with the first button, which closes: then Enter would not answer.
  useEffect(() => {
    const dialog = element.current!;
    const focused = document.activeElement;
    if (!dialog.contains(focused) || focused?.closest('header')) {
      dialog
        .querySelector<HTMLElement>(isDanger ? SAFE_BEGINNING : BEGINNING)
        ?.focus();
    }
  }, [isDanger, isDisabled]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };

  return (
    <dialog
      ref={element}
      className="jp-TrackbookDialog"
      aria-labelledby={titleId}
      onClose={onClose}
      onKeyDown={event => event.stopPropagation()}
    >
      <form onSubmit={submit}>
        <header className="jp-TrackbookDialog-header">
          <h2 id={titleId}>{title}</h2>
          <button
            type="button"
            className="jp-TrackbookIconButton"
            aria-label={trans.__('Close')}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </header>
        <div className="jp-TrackbookDialog-body">{children}</div>
        {error && (
          <p className="jp-TrackbookDialog-error" role="alert">
            {error.message}
          </p>
        )}
        <footer className="jp-TrackbookDialog-footer">
          <button
            type="button"
            className="jp-TrackbookButton"
            onClick={onClose}
          >
            {leave ?? trans.__('Cancel')}
          </button>
          <button
            type="submit"
            className={`jp-TrackbookButton ${isDanger ? 'jp-mod-danger' : 'jp-mod-accent'}`}
            disabled={isDisabled}
          >
            {action}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
