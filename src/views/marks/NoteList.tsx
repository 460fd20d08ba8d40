import { useTranslation } from '../common/translation.js';
import type { CellNote } from './cell-notes.js';

/** Why runs may not come again. */
export function NoteList({ notes }: { notes: readonly CellNote[] }) {
  const trans = useTranslation();
  return (
    <ul className="jp-TrackbookMarkTooltip-notes">
      {notes.map(({ runId, runName, sentence }) => (
        <li key={runId + sentence}>
          {trans.__('Since run %1: %2', runName, sentence)}
        </li>
      ))}
    </ul>
  );
}
