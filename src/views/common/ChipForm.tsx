import { type ReactNode } from 'react';
import { useTranslation } from './translation.js';

type ChipFormProps = {
  onSubmit(): void;
  /** The user thought better of it. */
  onClose(): void;
  children: ReactNode;
};

/** The fields for one more chip, in the row of the others. */
export function ChipForm({ onSubmit, onClose, children }: ChipFormProps) {
  const trans = useTranslation();
  return (
    <form
      className="jp-TrackbookTagList-form"
      onSubmit={event => {
        event.preventDefault();
        onSubmit();
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      {children}
      <button className="jp-TrackbookButton">{trans.__('Add')}</button>
    </form>
  );
}
