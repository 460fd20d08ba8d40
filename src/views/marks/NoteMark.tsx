import { memo } from 'react';
import { Icon } from '../common/icons.js';
import { useTranslation } from '../common/translation.js';
import type { CellNote } from './cell-notes.js';
import { Mark } from './Mark.js';
import { NoteList } from './NoteList.js';

/** At a cell without a run of its own that keeps a run from coming again. */
export const NoteMark = memo(function NoteMark({
  notes
}: {
  notes: readonly CellNote[];
}) {
  const trans = useTranslation();
  const [{ runId, runName, sentence }] = notes;
  return (
    <Mark
      runId={runId}
      label={trans.__('Open run %1: %2', runName, sentence)}
      sign={<Icon name="drift" size={12} />}
      more={<NoteList notes={notes} />}
    />
  );
});
